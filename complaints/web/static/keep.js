// What is being written is kept on the server a moment after the last letter. The form works without this.
"use strict";
const box = document.querySelector("[data-keep]");
const word = document.getElementById("kept");
if (box && word) {
  const form = box.form || box;
  let timer;
  let asking = null;
  let sent = false; // what is sent is a draft no more: nothing comes after it
  const keep = async () => {
    if (sent) return;
    asking = new AbortController();
    const how = { method: "POST", body: new URLSearchParams(new FormData(form)), signal: asking.signal };
    try {
      const answer = await fetch(box.dataset.keep, how);
      word.textContent = answer.ok ? word.dataset.kept : word.dataset.lost;
    } catch {
      if (!sent) word.textContent = word.dataset.lost;
    }
  };
  const soon = () => {
    clearTimeout(timer);
    if (!sent) timer = setTimeout(keep, 1500);
  };
  addEventListener("submit", (event) => {
    if (event.target !== form || event.defaultPrevented) return;
    sent = true;
    clearTimeout(timer);
    if (asking) asking.abort();
  });
  addEventListener("pageshow", () => {
    sent = false;
  });
  box.addEventListener("input", soon);
  // Letters that came before this file did, on a slow line, or that the browser brought back.
  addEventListener("pageshow", () => box.value !== box.defaultValue && soon());
  addEventListener("online", keep);
}
