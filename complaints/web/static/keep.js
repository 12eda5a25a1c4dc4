// What is being written is kept on the server a moment after the last letter. The form works without this.
"use strict";
const box = document.querySelector("[data-keep]");
const word = document.getElementById("kept");
if (box && word) {
  let timer;
  const keep = async () => {
    try {
      const answer = await fetch(box.dataset.keep, { method: "POST", body: new URLSearchParams(new FormData(box.form)) });
      word.textContent = answer.ok ? word.dataset.kept : word.dataset.lost;
    } catch {
      word.textContent = word.dataset.lost;
    }
  };
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 1500);
  });
  addEventListener("online", keep);
}
