/* The offline shell, and leaving without a trace in this tab. Every page works without this file. */
"use strict";
(() => {
  const { worker, leave, exit } = document.currentScript.dataset;
  const workers = navigator.serviceWorker;
  if (workers) workers.register(worker, { scope: "/" }).catch(() => {});

  // Back from another page must not bring a private page to the screen again.
  addEventListener("pageshow", (event) => {
    if (event.persisted && document.body.className === "quick") location.reload();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a.leave");
    if (!link || !exit) return;
    event.preventDefault();
    document.documentElement.hidden = true;
    if (workers && workers.controller) workers.controller.postMessage({ forget: true });
    fetch(leave, { keepalive: true, redirect: "manual", credentials: "same-origin" }).catch(() => {});
    location.replace(exit);
  });
})();
