// Small helps on the pages of practice examples; all of them work without.
"use strict";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const address = document.querySelector("link[rel=canonical]").href;
    const said = document.querySelector("[data-copied]");
    try {
      await navigator.clipboard.writeText(address);
      said.textContent = "The link is copied.";
    } catch {
      said.textContent = address;
    }
  });
}

// Counts words while somebody writes, in the words that the server used.
for (const count of document.querySelectorAll("[data-counts]")) {
  const text = document.getElementById(count.dataset.counts);
  text?.addEventListener("input", () => {
    const words = text.value.split(/\s+/u).filter(Boolean).length;
    const so = words === 1 ? "1 word so far. " : `${words.toLocaleString("en-GB")} words so far. `;
    count.textContent = (words ? so : "") + count.dataset.advice;
  });
}
