// Language, size and colours are buttons of one form. Where a page has several, they go with the one typed into last, so
// that its words come back; without this file they stay where the page has put them.
(() => {
  "use strict";

  const buttons = document.querySelectorAll(".comforts:not(.own) button");

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || !form.matches("[data-comes-back]")) return;
    form.id ||= `form-${[...document.forms].indexOf(form)}`;
    for (const button of buttons) {
      button.setAttribute("form", form.id);
      button.formNoValidate = true;
    }
  });
})();
