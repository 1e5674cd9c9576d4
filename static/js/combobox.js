// A search box with suggestions, as the ARIA Authoring Practices describe a combobox with a listbox.
// Without it the box is a plain search form.
"use strict";

for (const form of document.querySelectorAll("[data-combobox]")) {
  const input = form.querySelector("[type=search]");
  const list = form.querySelector("[role=listbox]");
  const chosen = form.querySelector("[type=hidden]");
  const options = () => [...list.querySelectorAll("[role=option]")];
  const active = () => list.querySelector("[aria-selected=true]");
  let dismissed = null; // the words whose suggestions Escape closed: an answer that is still on its way stays closed

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  const show = (isOpen) => {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) mark(null);
  };
  const mark = (option) => {
    active()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const choose = (option) => {
    if (option.dataset.url) return location.assign(option.dataset.url);
    input.value = option.dataset.label;
    chosen.value = option.dataset.value;
    chosen.disabled = false;
    show(false);
    form.requestSubmit();
  };
  const step = (by) => {
    const all = options();
    const place = all.indexOf(active());
    if (all.length) mark(all[place < 0 ? (by > 0 ? 0 : all.length - 1) : (place + by + all.length) % all.length]);
  };

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
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => { if (event.target.closest("[role=option]")) choose(event.target.closest("[role=option]")); });
  input.addEventListener("blur", () => show(false));
  list.addEventListener("htmx:afterSwap", () => {
    const isWanted = document.activeElement === input && input.value.trim() && dismissed !== input.value;
    show(Boolean(isWanted) && options().length > 0);
  });
  show(false);
}
