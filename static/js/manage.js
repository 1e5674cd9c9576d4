// Small helps in the admin; every page works without them.
"use strict";

// The text as readers will see it, beneath the form instead of in a new tab.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-previews]");
  if (!button) return;
  event.preventDefault();
  const field = document.getElementById(button.dataset.previews);
  const shown = document.getElementById(`${field.id}_preview`);
  const body = new URLSearchParams({ body: field.value, csrfmiddlewaretoken: field.form.csrfmiddlewaretoken.value });
  shown.hidden = false;
  shown.setAttribute("aria-live", "polite");
  try {
    const answer = await fetch(button.formAction, { method: "POST", body, headers: { Accept: "text/x-fragment" } });
    if (!answer.ok) throw new Error(answer.statusText);
    shown.innerHTML = await answer.text();
  } catch {
    shown.textContent = "The preview did not work just now. Your text is still in the form.";
  }
});

// A form that was sent is not sent again by a second press.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || event.submitter?.formTarget === "_blank" || form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
