// A search box with suggestions, as the ARIA Authoring Practices describe a combobox with a listbox.
// Without it the box is a plain search form. Needs listbox.js.
"use strict";

for (const form of document.querySelectorAll("[data-combobox]")) {
  const input = form.querySelector("[type=search]");
  const list = form.querySelector("[role=listbox]");
  const chosen = form.querySelector("[type=hidden]");
  const { options, active, show, step } = makeListbox(input, list, choose);
  let dismissed = null; // the words whose suggestions Escape closed: an answer that is still on its way stays closed

  function choose(option) {
    if (option.dataset.url) return location.assign(option.dataset.url);
    input.value = option.dataset.label;
    chosen.value = option.dataset.value;
    chosen.disabled = false;
    show(false);
    form.requestSubmit();
  }

  input.addEventListener("input", () => { dismissed = null; if (chosen) chosen.disabled = true; if (!input.value.trim()) show(false); });
  input.addEventListener("keydown", (event) => {
    const isOpen = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      dismissed = null;
      if (!isOpen && options().length) show(true);
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && isOpen && active()) choose(active());
    else if (event.key === "Escape") {
      dismissed = input.value;
      if (!isOpen) return;
      show(false);
    } else return;
    event.preventDefault();
  });
  list.addEventListener("htmx:afterSwap", () => {
    const isWanted = document.activeElement === input && input.value.trim() && dismissed !== input.value;
    show(Boolean(isWanted) && options().length > 0);
  });
}
