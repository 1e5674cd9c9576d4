// Keywords in use are suggested for the word that is being typed, in a list as the ARIA Authoring Practices describe for
// a combobox. Without this the box is a plain one. Needs listbox.js.
"use strict";

const MOST_SUGGESTED = 8;

for (const input of document.querySelectorAll("input[data-whole-words][list]")) suggestKeywords(input);

function suggestKeywords(input) {
  const known = [...input.list.options].map((option) => option.value);
  const list = document.getElementById(`${input.getAttribute("list")}_box`);
  input.list.remove();
  input.removeAttribute("list");
  input.setAttribute("aria-controls", list.id);
  const { active, mark, show, step } = makeListbox(input, list, choose);

  /** Where the word at the caret begins and ends, between commas. */
  const place = () => {
    const start = input.value.lastIndexOf(",", input.selectionStart - 1) + 1;
    const end = input.value.indexOf(",", input.selectionStart);
    return [start, end < 0 ? input.value.length : end];
  };
  const fitting = (isAll) => {
    const begun = input.value.slice(...place()).replaceAll('"', "").trim().toLowerCase();
    if (!begun && !isAll) return [];
    const chosen = new Set(input.value.split(",").map((word) => word.replaceAll('"', "").trim().toLowerCase()));
    const found = known.filter((word) => word.toLowerCase().includes(begun) && !chosen.has(word.toLowerCase()));
    const first = found.filter((word) => word.toLowerCase().startsWith(begun));
    return [...new Set([...first, ...found])].slice(0, MOST_SUGGESTED);
  };
  const suggest = (isAll = false) => {
    mark(null);
    list.replaceChildren(...fitting(isAll).map((word, number) => {
      const option = Object.assign(document.createElement("li"), { id: `${list.id}_${number}`, textContent: word });
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      return option;
    }));
    show(list.children.length > 0);
  };
  function choose(option) {
    const [start, end] = place();
    const before = input.value.slice(0, start).trimEnd();
    const after = input.value.slice(end).replace(/^,\s*/u, "");
    const upTo = `${before}${before ? " " : ""}${option.textContent}, `;
    input.value = upTo + after;
    input.setSelectionRange(upTo.length, upTo.length);
    show(false);
    input.dispatchEvent(new Event("change", { bubbles: true })); // so that it counts as typed
  }

  input.addEventListener("input", () => suggest());
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) suggest(true);
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && active()) choose(active());
    else if (event.key === "Escape" && !list.hidden) show(false);
    else return;
    event.preventDefault();
  });
}
