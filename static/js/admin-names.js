// A box of select2 says only what is chosen in it: this names it by the label of its field.
"use strict";

const nameBoxes = () => {
  for (const box of document.querySelectorAll(".select2-container")) {
    const field = box.previousElementSibling;
    const label = field?.labels?.[0];
    if (!label) continue;
    label.id ||= `${field.id}_label`;
    for (const part of box.querySelectorAll("[role=combobox], [role=textbox]")) {
      part.setAttribute("aria-labelledby", [label.id, box.querySelector("[role=textbox]")?.id].join(" ").trim());
    }
  }
};
window.django?.jQuery?.(nameBoxes); // after select2, which waits for the same
document.addEventListener("formset:added", () => setTimeout(nameBoxes));
