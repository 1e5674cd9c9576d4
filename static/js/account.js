// Passkeys need JavaScript: what uses them shows only with it, and says so when a passkey could not be reached.
"use strict";

for (const each of document.querySelectorAll("[data-with-script]")) each.hidden = false;
for (const each of document.querySelectorAll("[data-without-script]")) each.hidden = true;

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.querySelector("#passkey-problem").hidden = false;
});
