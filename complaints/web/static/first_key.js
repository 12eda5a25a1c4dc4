// What is typed before the first field of a form has focus, or while its page is still on the way, is typed into that field.
(() => {
  "use strict";

  const KEPT = "typed ahead"; // put there by typed_ahead.js while this page is on the way
  const waiting = [];

  function field() {
    return document.querySelector("input[autofocus]:not([type=radio], [type=checkbox]), textarea[autofocus]");
  }

  function hand_over() {
    const first = field();
    if (!first) return;
    if (document.activeElement === document.body) first.focus();
    if (document.activeElement !== first || !waiting.length) return;
    const words = waiting.splice(0).join("");
    first.value += words;
    first.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function keep(event) {
    const is_sign = [...event.key].length === 1 && !event.isComposing;
    const idle = !document.activeElement || document.activeElement === document.body;
    const takes_back = event.key === "Backspace" && waiting.length > 0;
    if (!(is_sign || takes_back) || !idle || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (takes_back) waiting.pop();
    else waiting.push(event.key);
    hand_over();
  }

  function is_ready() {
    hand_over();
    removeEventListener("keydown", keep, true);
    removeEventListener("focusin", hand_over, true);
  }

  try {
    const { keys, until } = JSON.parse(sessionStorage.getItem(KEPT) || "{}");
    if (keys && Date.now() < until) waiting.push(...keys);
    sessionStorage.removeItem(KEPT);
  } catch {
    // no storage: what is typed on this page is kept all the same
  }
  addEventListener("keydown", keep, true);
  addEventListener("focusin", hand_over, true);
  addEventListener("DOMContentLoaded", hand_over);
  addEventListener("load", () => requestAnimationFrame(is_ready));
})();
