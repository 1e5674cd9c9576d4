// Small helps in discussions; everything works without them.
"use strict";

// A reply form that was opened in place closes again, and the focus goes back to the comment.
document.addEventListener("click", (event) => {
  const slot = event.target.closest("[data-close]")?.closest(".slot");
  if (!slot) return;
  slot.replaceChildren();
  slot.closest(".remark").querySelector(".act").focus();
});

// Opening a form in place puts the focus into it, after what is quoted there.
document.addEventListener("htmx:afterSwap", (event) => {
  const text = event.target.classList?.contains("slot") && event.target.querySelector("textarea");
  if (!text) return;
  text.focus();
  text.setSelectionRange(text.value.length, text.value.length);
});

// Says how much of the room for a text is used, once much of it is.
document.addEventListener("input", (event) => {
  const count = document.querySelector(`[data-counts-for="${event.target.id}"]`);
  if (!count) return;
  const limit = Number(count.dataset.limit);
  const used = event.target.value.length;
  count.classList.toggle("over", used > limit);
  count.textContent = used > limit * 0.8
    ? `${used.toLocaleString("en-GB")} of ${limit.toLocaleString("en-GB")} characters.`
    : `Up to ${limit.toLocaleString("en-GB")} characters.`;
});

// If something in place fails, do it the plain way, so that the reader sees the result or a proper error.
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    const from = event.detail.elt;
    if (!from.closest(".discussion")) return;
    event.stopImmediatePropagation();
    if (from.href) window.location.assign(from.href);
    else plainly(from.form ?? from, from.form && from);
  }, { capture: true });
}

function plainly(form, button) {
  if (button?.name) {
    const value = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
    form.append(value);
  }
  if (button?.hasAttribute("formaction")) form.action = button.formAction;
  form.submit();
}
