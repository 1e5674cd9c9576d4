// Nothing typed is lost: drafts save themselves, what is not sent stays in this browser, and leaving asks first.
"use strict";

const HOURS_KEPT = 24;
const SECONDS_BETWEEN_SAVES = 20;
const PREFIX = "typed-words:";
const account = document.querySelector("meta[name=account]")?.content;
const changed = new Set();

const holdsWords = (form) => form?.method === "post" && form.querySelector("textarea") !== null;
const timeOf = (at) => new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!event.isTrusted || !holdsWords(form)) return;
  changed.add(form);
  if (account && !form.dataset.saves) keepHere(form);
});

document.addEventListener("submit", (event) => {
  if (/logout\/$/u.test(event.target.action)) forgetAll(() => true);
  if (event.defaultPrevented || event.submitter?.formTarget === "_blank") return;
  changed.delete(event.target);
  forget(event.target);
});

window.addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});

// Words that were not sent are kept for this account alone, on this page's address, for a day.

function keyOf(form) {
  return `${PREFIX}${account}:${location.pathname}:${[...document.forms].filter(holdsWords).indexOf(form)}`;
}

function typedFields(form) {
  return [...form.elements].filter((field) => field.name && (field.matches("textarea, select")
    || ["text", "search", "url", "checkbox", "radio"].includes(field.type)));
}

function valueOf(field) {
  return ["checkbox", "radio"].includes(field.type) ? field.checked : field.value;
}

function keepHere(form) {
  clearTimeout(form.keeping);
  form.keeping = setTimeout(() => {
    if (!form.isConnected || !changed.has(form)) return;
    const values = typedFields(form).map((field) => [field.name, field.value, valueOf(field)]);
    try {
      localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), values }));
      line(form, "What you type is kept in this browser until you send it or log out, for at most 24 hours.");
    } catch { /* A browser that keeps nothing, or is full. */ }
  }, 1000);
}

function forget(form) {
  clearTimeout(form.keeping);
  if (account && holdsWords(form)) localStorage.removeItem(keyOf(form));
}

function forgetAll(isOver) {
  for (const key of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
    if (isOver(key, JSON.parse(localStorage.getItem(key)))) localStorage.removeItem(key);
  }
}

function line(form, words, { more = [], place = "append" } = {}) {
  form.querySelector(".kept-here")?.remove();
  const shown = document.createElement("p");
  shown.className = "kept-here notice";
  const clear = button("Clear it", () => {
    forget(form);
    shown.textContent = "It is cleared from this browser.";
  });
  shown.append(`${words} `, ...more, " ", clear);
  form[place](shown);
}

function button(label, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "button quiet", textContent: label });
  made.addEventListener("click", act);
  return made;
}

function offer(form) {
  const kept = JSON.parse(localStorage.getItem(keyOf(form)) ?? "null");
  if (!kept) return;
  const back = button("Put it back", () => {
    typedFields(form).forEach((field) => {
      const found = kept.values.find(([name, value]) => name === field.name && (!/checkbox|radio/u.test(field.type) || value === field.value));
      if (!found) return;
      if (/checkbox|radio/u.test(field.type)) field.checked = found[2];
      else field.value = found[1];
    });
    changed.add(form);
    line(form, "It is back in the form, and not sent yet.", { place: "prepend" });
  });
  line(form, `You typed something here at ${timeOf(kept.at)} that was not sent. This browser has kept it.`, { more: [back], place: "prepend" });
}

try {
  forgetAll((key, kept) => Date.now() - kept.at > HOURS_KEPT * 3_600_000 || (account && !key.startsWith(`${PREFIX}${account}:`)));
  if (account) [...document.forms].filter((form) => holdsWords(form) && !form.dataset.saves).forEach(offer);
} catch { /* A browser that keeps nothing. */ }

// A draft that the server has saves itself.

for (const form of document.querySelectorAll("form[data-saves]")) saveNowAndThen(form);

function saveNowAndThen(form) {
  let running = null;
  setInterval(() => {
    if (changed.has(form)) running ??= save(form).finally(() => { running = null; });
  }, SECONDS_BETWEEN_SAVES * 1000);
  form.addEventListener("submit", async (event) => {
    if (!running) return;
    event.preventDefault();
    await running;
    form.requestSubmit(event.submitter);
  });
}

async function save(form) {
  const said = form.querySelector("[data-saved]");
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File || name === "remove") body.delete(name);
  body.set("go", "stay");
  changed.delete(form);
  try {
    const answer = await fetch(location.href, { method: "POST", body });
    form.elements.version.value = (await answer.json()).version;
    said.textContent = `Saved at ${timeOf(Date.now())}.`;
  } catch {
    changed.add(form);
    said.textContent = "It could not be saved just now. What you typed is still here: press a button below to save it.";
  }
}
