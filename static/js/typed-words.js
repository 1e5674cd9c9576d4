// Nothing typed is lost: drafts save themselves, what is not sent stays in this browser, and leaving asks first.
// Every form that posts is guarded by what it holds; none has to ask for it.
"use strict";

const HOURS_KEPT = 24;
const SECONDS_BETWEEN_SAVES = 20;
const PREFIX = "typed-words:";
const SECRET_NAME = /csrfmiddlewaretoken|password|passphrase|secret|credential|^(otp_?)?code$/iu;
const NOT_TYPED = ["hidden", "password", "file", "submit", "button", "image", "reset"];
const CHOSEN = ["checkbox", "radio", "select-one", "select-multiple"];
const account = document.querySelector("meta[name=account]")?.content;
const changed = new Set(); // forms with words that neither the server has nor an answer has taken
const unsaved = new Set(); // of those that save themselves: what was typed since the last try

// What is guarded: a form that posts a text, or something typed beside another field; never secrets, files and tokens.

function keptFields(form) {
  return [...form.elements].filter((field) => field.matches("input, textarea, select") && field.name && !field.readOnly
    && !NOT_TYPED.includes(field.type) && !SECRET_NAME.test(field.name) && field.autocomplete !== "one-time-code");
}

function isGuarded(form) {
  if (form?.method !== "post" || form.querySelector("input[type=password]")) return false;
  const fields = keptFields(form);
  const names = new Set(fields.map((field) => field.name));
  return form.querySelector("textarea") !== null || (names.size > 1 && fields.some((field) => !CHOSEN.includes(field.type)));
}

const timeOf = (at) => new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

function hear(event) {
  const form = event.target.form;
  const isByHand = event.isTrusted || event.target.matches?.("[data-whole-words]"); // a word chosen from a list
  if (!isByHand || !isGuarded(form) || !keptFields(form).includes(event.target)) return;
  changed.add(form);
  unsaved.add(form);
  keepSoon(form);
}

document.addEventListener("input", hear);
document.addEventListener("change", hear);

document.addEventListener("submit", (event) => {
  if (/logout\/$/u.test(event.target.action)) forgetAll(() => true);
  if (event.defaultPrevented || event.submitter?.formTarget === "_blank") return;
  changed.delete(event.target);
  markSent(event.target);
});

// What htmx sends in place is answered at once, and its form is perhaps replaced.
document.addEventListener("htmx:beforeSwap", ({ detail: { isError, requestConfig: { elt, verb } } }) => {
  const form = elt.closest("form");
  if (isError || verb !== "post" || elt.name === "preview" || !isGuarded(form)) return;
  changed.delete(form);
  forget(form);
});

window.addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});

// Words that were not sent are kept for this account alone, on this page's address, for a day.

function keyOf(form) {
  return `${PREFIX}${account}:${location.pathname}:${[...document.forms].filter(isGuarded).indexOf(form)}`;
}

function valueOf(field) {
  if (field.type === "select-multiple") return [...field.selectedOptions].map((option) => option.value);
  return ["checkbox", "radio"].includes(field.type) ? field.checked : field.value;
}

function putBack(field, value) {
  if (field.type === "select-multiple") [...field.options].forEach((option) => { option.selected = value.includes(option.value); });
  else if (["checkbox", "radio"].includes(field.type)) field.checked = value;
  else field.value = value;
}

/** The fields of a form, each with what tells it from others of its name: the value of a box, the place of a text. */
function namedFields(form) {
  const seen = {};
  return keptFields(form).map((field) => {
    const isBox = ["checkbox", "radio"].includes(field.type);
    seen[field.name] = (seen[field.name] ?? -1) + 1;
    return [field, `${field.name}=${isBox ? field.value : seen[field.name]}`];
  });
}

const wordsOf = (form) => namedFields(form).map(([field, name]) => [name, valueOf(field)]);
const sameWords = (values, form) => JSON.stringify(values) === JSON.stringify(wordsOf(form));

function keepSoon(form) {
  clearTimeout(form.keeping);
  form.keeping = setTimeout(() => keepHere(form), 1000);
}

function keepHere(form) {
  if (!account || !form.isConnected || !changed.has(form)) return;
  try {
    localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), values: wordsOf(form) }));
    line(form, "We keep what you type in this browser until you send it or log out, for up to 24 hours.");
  } catch { /* A browser that keeps nothing, or is full. */ }
}

function forget(form) {
  clearTimeout(form.keeping);
  form.querySelector(".kept-here")?.remove();
  if (account && isGuarded(form)) localStorage.removeItem(keyOf(form));
}

function forgetAll(isOver) {
  for (const key of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
    if (isOver(key, JSON.parse(localStorage.getItem(key)))) localStorage.removeItem(key);
  }
}

// What was sent is forgotten when its answer leads on, as those do that took it. An error, or no answer, leaves it.

function markSent(form) {
  clearTimeout(form.keeping);
  if (!account || !isGuarded(form)) return;
  const kept = JSON.parse(localStorage.getItem(keyOf(form)) ?? "null");
  if (kept) localStorage.setItem(keyOf(form), JSON.stringify({ ...kept, isSent: true }));
}

function hasLedOn() {
  const { responseStatus = 200, redirectCount = 1 } = performance.getEntriesByType("navigation")[0] ?? {};
  return redirectCount > 0 && responseStatus < 400;
}

function line(form, words, { more = [], place = "append" } = {}) {
  form.querySelector(".kept-here")?.remove();
  const shown = document.createElement("p");
  shown.className = "kept-here notice";
  const clear = button("Delete it", () => {
    forget(form);
    form[place](shown);
    shown.textContent = "We have deleted it from this browser.";
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
  localStorage.setItem(keyOf(form), JSON.stringify({ ...kept, isSent: false }));
  if (sameWords(kept.values, form)) return;
  const back = button("Restore it", () => {
    const values = new Map(kept.values);
    namedFields(form).forEach(([field, name]) => { if (values.has(name)) putBack(field, values.get(name)); });
    changed.add(form);
    unsaved.add(form);
    line(form, "We have put it back in the form. You have not sent it yet.", { place: "prepend" });
  });
  line(form, `You typed something here at ${timeOf(kept.at)} but did not send it. This browser has kept it.`, { more: [back], place: "prepend" });
}

try {
  const isOld = (kept) => Date.now() - kept.at > HOURS_KEPT * 3_600_000;
  const isOthers = (key) => account && !key.startsWith(`${PREFIX}${account}:`);
  forgetAll((key, kept) => isOld(kept) || isOthers(key) || (kept.isSent && hasLedOn()));
  if (account) [...document.forms].filter(isGuarded).forEach(offer);
} catch { /* A browser that keeps nothing. */ }

// A draft that the server has saves itself. What the server cannot save yet stays in this browser.

const PROBLEMS = {
  401: "You are logged out, so we could not save this. We have kept what you typed in this browser. Select a button to save it. We will ask you to log in, and then bring it back.",
  409: "Someone saved this somewhere else, perhaps you in another tab or a colleague, so we have not saved what you typed here. You have not lost anything. Select a button to save, and you will see both versions.",
};
const FAILED = "We could not save this just now. What you typed is still here. Select a button to save it.";

for (const said of document.querySelectorAll("[data-saves]")) saveNowAndThen(said.closest("form"), said);

function saveNowAndThen(form, said) {
  let running = null;
  setInterval(() => {
    if (unsaved.has(form)) running ??= save(form, said).finally(() => { running = null; });
  }, SECONDS_BETWEEN_SAVES * 1000);
  form.addEventListener("focusout", (event) => {
    if (event.target.matches("[data-whole-words]") && changed.has(form)) unsaved.add(form);
  });
  form.addEventListener("submit", async (event) => {
    if (!running) return;
    event.preventDefault();
    const submitter = event.submitter;
    await running;
    form.requestSubmit(submitter);
  });
}

/** A list of words that is being typed: its last one is not whole yet. */
function wordsBeingTyped(form) {
  const typing = document.activeElement;
  return typing?.form === form && typing.matches("[data-whole-words]") && typing.value !== typing.defaultValue ? typing : null;
}

/** What is to be saved: no files, nothing that takes something away, and no list of words that is being typed. */
function partsToSave(form) {
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File || name === "remove") body.delete(name);
  body.delete(wordsBeingTyped(form)?.name);
  body.set("go", "stay");
  return body;
}

async function save(form, said) {
  const body = partsToSave(form);
  unsaved.delete(form);
  changed.delete(form);
  if (wordsBeingTyped(form)) changed.add(form);
  try {
    const answer = await fetch(said.dataset.saves || location.href, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok) throw Object.assign(new Error(answer.statusText), { status: answer.status });
    saved(form, said, await answer.json());
  } catch ({ status }) {
    changed.add(form);
    keepHere(form);
    if (!(status in PROBLEMS)) unsaved.add(form);
    said.textContent = PROBLEMS[status] ?? FAILED;
  }
}

function saved(form, said, { version, missing = [], left = [], address, saves }) {
  const isLeft = missing.length || left.length;
  if (isLeft) changed.add(form);
  if (changed.has(form)) keepHere(form);
  else forget(form);
  if (missing.length) {
    said.textContent = `Not saved yet. A draft needs: ${missing.join(", ")}. Until then, this browser keeps what you type.`;
    return;
  }
  form.elements.version.value = version;
  if (address) becomeDraft(form, said, address, saves);
  const rest = left.length ? ` Not saved yet: ${left.join(", ")}. This browser keeps it; press a button to save and see why.` : "";
  said.textContent = `Saved at ${timeOf(Date.now())}.${rest}`;
}

/** A new form has made its draft: from now on it saves that one. */
function becomeDraft(form, said, address, saves) {
  forget(form);
  form.setAttribute("action", address);
  said.dataset.saves = saves;
  history.replaceState(history.state, "", address);
  keepHere(form);
}
