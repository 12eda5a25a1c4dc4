// The open board keeps itself true: once a minute its rows are asked for again, unless a person is choosing or writing.
"use strict";
for (const button of document.querySelectorAll("[data-print-page]")) {
  button.classList.remove("js-only");
  button.addEventListener("click", () => window.print());
}
(() => {
  const board = document.querySelector("[data-board]");
  if (!board) return;
  const word = document.querySelector("[data-picked]");
  const asOf = document.getElementById("as-of");
  const EVERY = 60000;

  const ticked = () => document.querySelectorAll("[data-board] :checked").length;

  const busy = () => {
    const at = document.activeElement;
    return document.hidden || ticked() > 0 || (at && at !== document.body && at.closest("form, select, textarea, input"));
  };

  function count() {
    if (!word) return;
    const n = ticked();
    if (n) word.textContent = word.dataset.picked.replace("{n}", n);
    else word.textContent = word.dataset.none;
  }

  async function renew() {
    if (busy()) return;
    try {
      const answer = await fetch(location.href, { headers: { "X-Part": "rows" }, redirect: "error" });
      if (!answer.ok || busy()) return;
      const top = scrollY;
      board.innerHTML = await answer.text();
      scrollTo(scrollX, top);
      if (asOf) {
        const time = new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Shanghai" });
        asOf.firstChild.textContent = asOf.dataset.asOf.replace("{time}", time) + " ";
      }
    } catch {
      // no connection: what is shown stays, its time says how old it is
    }
  }

  if (word) word.dataset.none = word.textContent;
  document.addEventListener("change", count);
  addEventListener("pageshow", count);
  setInterval(renew, EVERY);
  document.addEventListener("shouwen:renew", renew);
})();
