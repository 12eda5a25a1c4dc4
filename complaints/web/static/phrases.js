// A phrase goes in where the caret was last. Without this file its words are there to be copied.
"use strict";
let last = document.querySelector("form[data-keep] textarea");
document.addEventListener("focusin", (event) => {
  if (event.target.matches("form textarea")) last = event.target;
});
for (const button of document.querySelectorAll("[data-phrase]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    if (!last) return;
    last.focus();
    last.setRangeText(button.dataset.phrase, last.selectionStart, last.selectionEnd, "end");
    last.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
