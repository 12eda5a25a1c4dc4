// Keys of the desk, and a button that is pressed once. Everything here is also reachable without this file.
(() => {
  "use strict";

  const PREFIXES = ["g", "b", "d"]; // of lists, of moves, of what is recorded for the citizen
  const PAUSE = 1200; // milliseconds between the two keys of "g m"
  let first = "";
  let firstAt = 0;

  const typing = (element) =>
    element.isContentEditable || /^(input|textarea|select)$/i.test(element.tagName);

  const rows = () => [...document.querySelectorAll("[data-rows] .row-link")];

  const rowOf = (element) => element.closest("tr, li");

  function move(by) {
    const links = rows();
    if (!links.length) return;
    const row = rowOf(document.activeElement);
    const here = links.findIndex((link) => row && rowOf(link) === row);
    const next = here < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(here + by, 0), links.length - 1);
    links[next].focus();
    links[next].scrollIntoView({ block: "nearest" });
  }

  function inRow(key) {
    const row = rowOf(document.activeElement);
    const act = row && row.querySelector(`[data-row-key="${key}"]`);
    if (act) act.click();
    return Boolean(act);
  }

  function open(keys) {
    const place = document.querySelector(`[data-key="${CSS.escape(keys)}"]`);
    if (place) place.click();
    return Boolean(place);
  }

  function sequence(key) {
    const keys = first && performance.now() - firstAt < PAUSE ? `${first} ${key}` : key;
    first = PREFIXES.includes(keys) ? keys : "";
    firstAt = performance.now();
    return keys;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) {
      const button = event.target.form && event.target.form.querySelector("[data-submit]");
      if (button) event.target.form.requestSubmit(button);
      return;
    }
    if (event.key === "Escape" && typing(event.target)) {
      event.target.blur();
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    const keys = sequence(event.key);
    if (first) return;
    const done = keys === "j" ? (move(1), true) : keys === "k" ? (move(-1), true) : inRow(keys) || open(keys);
    if (done) event.preventDefault();
  });

  // The second press of a button waits for the answer to the first. Coming back to the page frees it again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]") || (event.submitter && ["look", "propose"].includes(event.submitter.value))) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.sent;
  });

  for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => window.print());
    button.focus();
  }

  const wrong = document.getElementById("wrong");
  if (wrong) wrong.focus();
})();
