// What is being written is kept on the server a moment after the last letter. The form works without this.
"use strict";
const box = document.querySelector("[data-keep]");
const word = document.getElementById("kept");
if (box && word) {
  let timer;
  const keep = async () => {
    try {
      const answer = await fetch(box.dataset.keep, { method: "POST", body: new URLSearchParams(new FormData(box.form || box)) });
      word.textContent = answer.ok ? word.dataset.kept : word.dataset.lost;
    } catch {
      word.textContent = word.dataset.lost;
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 1500);
  };
  box.addEventListener("input", soon);
  // Letters that came before this file did, on a slow line, or that the browser brought back.
  addEventListener("pageshow", () => box.value !== box.defaultValue && soon());
  addEventListener("online", keep);
}
