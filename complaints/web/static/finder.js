// A select that can be searched: letters typed above it leave the options that hold them, by Chinese, pinyin or initials.
(() => {
  "use strict";

  const MOST_SHOWN = 6;

  function set_up(field) {
    const select = field.querySelector("select");
    const text = document.createElement("input");
    const said = document.createElement("span");
    text.type = "search";
    text.className = "finder-text";
    text.autocomplete = "off";
    text.placeholder = field.dataset.finder;
    text.setAttribute("aria-label", `${field.querySelector("label").firstChild.textContent.trim()}：${field.dataset.finder}`);
    text.setAttribute("aria-controls", select.id);
    said.className = "hidden";
    said.setAttribute("role", "status");
    select.before(text, said);
    const options = [...select.options].map((option) => ({
      option,
      words: `${option.text} ${option.dataset.find || ""}`.toLowerCase(),
    }));

    function look() {
      const wanted = text.value.trim().toLowerCase();
      const shown = options.filter(({ option, words }) => {
        const fits = !wanted || (option.value && words.includes(wanted));
        option.hidden = option.disabled = !fits;
        return fits;
      });
      for (const group of select.querySelectorAll("optgroup")) {
        group.hidden = ![...group.children].some((option) => !option.hidden);
      }
      if (wanted) {
        select.size = Math.min(Math.max(shown.length, 2), MOST_SHOWN);
        said.textContent = field.dataset.found.replace("{n}", shown.length);
        choose(shown.length ? shown[0].option : options[0].option);
      } else {
        select.removeAttribute("size");
        said.textContent = "";
      }
    }

    function choose(option) {
      if (option.selected) return;
      option.selected = true;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }

    function close() {
      text.value = "";
      for (const { option } of options) option.hidden = option.disabled = false;
      for (const group of select.querySelectorAll("optgroup")) group.hidden = false;
      select.removeAttribute("size");
    }

    text.addEventListener("input", look);
    text.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" && text.value) {
        event.preventDefault();
        select.focus();
      } else if (event.key === "Enter" && !event.ctrlKey) {
        event.preventDefault(); // Enter takes the first that was found; it never sends a half-filled form
        if (text.value) {
          close();
          select.focus();
        }
      } else if (event.key === "Escape") {
        close();
      }
    });
    field.addEventListener("focusout", (event) => {
      if (!field.contains(event.relatedTarget)) close();
    });
  }

  document.querySelectorAll("[data-finder]").forEach(set_up);
})();
