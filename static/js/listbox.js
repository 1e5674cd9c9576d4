// The list of a combobox, as the ARIA Authoring Practices describe it: whether it is open, and which option is marked.
"use strict";

/** Make the box a combobox with this list; `choose` is called with the option that is clicked. */
function makeListbox(input, list, choose) {
  const options = () => [...list.querySelectorAll("[role=option]")];
  const active = () => list.querySelector("[aria-selected=true]");
  const mark = (option) => {
    active()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const show = (isOpen) => {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) mark(null);
  };
  const step = (by) => {
    const all = options();
    const place = all.indexOf(active());
    if (all.length) mark(all[place < 0 ? (by > 0 ? 0 : all.length - 1) : (place + by + all.length) % all.length]);
  };

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => { if (event.target.closest("[role=option]")) choose(event.target.closest("[role=option]")); });
  input.addEventListener("blur", () => show(false));
  show(false);
  return { options, active, mark, show, step };
}
