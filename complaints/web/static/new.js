// Logging a complaint: earlier complaints of the same phone or sender's number while typing, and the one-time notice of the category.
(() => {
  "use strict";

  const form = document.querySelector("[data-new]");
  const phone = form.elements.phone;
  const sender = form.elements.sender_number;
  const category = form.querySelector('[name=category]');
  const earlier = document.getElementById("earlier");
  const notices = form.querySelector("[data-notices]");
  const once = form.elements.once;
  let asked = "";

  // Coming back to a form that was sent: sending it again is the same request, so it is not logged a second time.
  if (history.state && history.state.once) once.value = history.state.once;
  form.addEventListener("submit", () => history.replaceState({ ...history.state, once: once.value }, ""));

  document.documentElement.classList.add("js");

  async function look() {
    const about = `${phone.value.trim()} ${category.value} ${sender.value.trim()}`;
    const typed = sender.value.trim() || phone.value.replace(/\D/g, "").length >= 7;
    if (about === asked || !typed) return;
    asked = about;
    const body = new URLSearchParams({
      csrf_token: form.elements.csrf_token.value,
      phone: phone.value,
      category: category.value,
      sender_number: sender.value,
    });
    try {
      const answer = await fetch(form.dataset.earlier, { method: "POST", body, redirect: "error" });
      if (answer.ok) earlier.innerHTML = await answer.text();
    } catch {
      asked = ""; // no connection: the button beside the field does the same
    }
  }

  function show_notice() {
    notices.classList.toggle("has-choice", Boolean(category.value));
    for (const list of notices.querySelectorAll("[data-category]")) {
      list.open = list.dataset.category === category.value;
    }
  }

  let waiting = 0;
  phone.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 500);
  });
  phone.addEventListener("change", look);
  sender.addEventListener("change", look);
  category.addEventListener("change", () => {
    show_notice();
    look();
  });
  // What was typed before this file came, or was brought back by the browser, counts like what is typed now.
  addEventListener("pageshow", () => {
    show_notice();
    look();
  });
})();
