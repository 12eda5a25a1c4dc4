// From the moment a person leaves a page until the next one comes, keys are for the next one: first_key.js hands them over.
(() => {
  "use strict";

  const KEPT = "typed ahead";
  const AHEAD = 20000; // milliseconds for which what is typed ahead waits for its page
  let ahead = null;
  let until = 0;

  function start() {
    ahead = [];
    until = Date.now() + AHEAD;
    store("");
  }

  function stop() {
    ahead = null;
  }

  function store(keys) {
    try {
      if (keys.length) sessionStorage.setItem(KEPT, JSON.stringify({ keys, until: Date.now() + AHEAD }));
      else sessionStorage.removeItem(KEPT);
    } catch {
      // no storage: only the page that is left knows the keys
    }
  }

  function leads_away(link) {
    const to = new URL(link.href, location.href);
    const stays = to.hash && to.href.split("#")[0] === location.href.split("#")[0];
    const elsewhere = link.target && link.target !== "_self";
    return to.origin === location.origin && !stays && !elsewhere && !link.hasAttribute("download");
  }

  function is_plain(event) {
    return !event.defaultPrevented && event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  }

  function keep(event) {
    if (!ahead || event.ctrlKey || event.altKey || event.metaKey) return;
    if (Date.now() > until || event.key === "Escape") {
      stop();
      return;
    }
    const is_sign = [...event.key].length === 1;
    const is_own = is_sign || event.key === "Backspace" || event.key === "Enter"; // Enter would open the old link again
    if (!is_own) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.key === "Backspace") ahead.pop();
    else if (is_sign) ahead.push(event.key);
    store(ahead);
  }

  addEventListener("keydown", keep, true);
  addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href]");
    if (link && is_plain(event) && leads_away(link)) start();
  });
  addEventListener("submit", (event) => {
    const target = (event.submitter && event.submitter.formTarget) || event.target.target;
    const leaves = (!target || target === "_self") && !event.target.matches("[data-saves-file]");
    if (!event.defaultPrevented && leaves) start();
  });
  addEventListener("pageshow", stop);
})();
