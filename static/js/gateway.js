// Small helps; every page works without them.
"use strict";

// Escape closes an open menu or reading panel and puts the focus back on what opened it.
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && event.target.closest(".header details[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

// A reading setting shows its effect and is kept at once; without this, a button does it.
{
  const forms = document.querySelectorAll("form[data-reading]");
  let last = new AbortController();
  const show = (name, value) => {
    if (value) document.documentElement.dataset[name] = value;
    else delete document.documentElement.dataset[name];
    if (name === "theme") document.querySelector("meta[name=color-scheme]").content = value || "light dark";
  };
  const save = async (form) => {
    const status = form.querySelector("[role=status]");
    const settings = [...new FormData(form)].filter(([name]) => name !== "next");
    const address = `${form.action}?${new URLSearchParams(settings)}`;
    status.textContent = "";
    last.abort(); // an earlier choice must not arrive after this one
    const { signal } = (last = new AbortController());
    const reply = await fetch(address, { redirect: "manual", keepalive: true, signal }).catch(() => null);
    if (signal.aborted) return;
    const isSaved = reply?.type === "opaqueredirect";
    status.textContent = isSaved ? "Saved. Pages now look like this." : "We could not save this. Press the button.";
    form.querySelector("button").hidden = isSaved;
  };
  for (const form of forms) {
    form.querySelector("button").hidden = true;
    form.addEventListener("change", ({ target: { name, value } }) => {
      show(name, value);
      for (const box of document.querySelectorAll(`[data-reading] [name="${name}"]`)) box.checked = box.value === value;
      save(form);
    });
  }
}

// The usual order needs no place in the address.
document.addEventListener("htmx:configRequest", (event) => {
  if (document.querySelector("#sort")?.selectedIndex === 0) delete event.detail.parameters.sort;
});

// Ticking a box does not change the counts of its own group: leave that group, and the reader's focus, alone.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  if (event.target.closest(".finder") && event.target.contains(document.activeElement)) event.detail.shouldSwap = false;
});

// New ways to sort come with the usual one chosen; browsers would leave the last one.
document.addEventListener("htmx:oobAfterSwap", (event) => {
  for (const option of event.detail.target.options ?? []) option.selected = option.defaultSelected;
});

// "Show results" leads to the results: it folds the filters away on a small screen and moves the focus.
document.addEventListener("htmx:afterSettle", (event) => {
  const request = event.detail.requestConfig;
  if (request?.triggeringEvent?.type !== "submit" || request.elt.id !== "finder") return;
  document.querySelector(".filters").open = false;
  document.querySelector("#tally").focus();
});

// If an update fails, load the page the plain way, so that the reader sees the results or a proper error.
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => event.detail.elt.form?.submit() ?? event.detail.elt.submit?.());
}

// A box that was ticked before htmx was there counts too.
window.addEventListener("load", () => {
  const form = document.querySelector("#finder");
  const boxes = form?.querySelectorAll("[type=checkbox]") ?? [];
  if ([...boxes].some((box) => box.checked !== box.defaultChecked)) form.dispatchEvent(new Event("change"));
});
