/* "Keep on this phone": shown only where it can work, and only one page at a time is kept. */
"use strict";
(() => {
  const part = document.querySelector(".keep");
  if (!part || !navigator.serviceWorker) return;
  const said = part.querySelector("[role=status]");
  navigator.serviceWorker.ready.then((registration) => {
    part.hidden = false;
    part.querySelector("button").addEventListener("click", () => registration.active.postMessage({ keep: location.pathname }));
  });
  navigator.serviceWorker.addEventListener("message", (event) => {
    if ("kept" in event.data) said.textContent = event.data.kept ? part.dataset.kept : part.dataset.failed;
  });
})();
