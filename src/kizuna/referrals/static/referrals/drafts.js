/* What is written is kept at the site while one writes, and on no device. Without this file the form works as ever. */
"use strict";
(() => {
  const form = document.querySelector("form[data-drafts]");
  if (!form) return;
  const said = form.querySelector("[data-said]");
  let turn = Number(form.dataset.turn) || 0, kept = turn, waiting = 0, busy = false;
  const later = (wait) => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, wait);
  };
  const keep = async () => {
    if (busy || kept === turn) return;
    busy = true;
    const asked = turn, body = new FormData(form);
    body.set("turn", asked);
    try {
      const answer = await fetch(form.dataset.drafts, { method: "POST", body, credentials: "same-origin", redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      kept = asked;
      said.textContent = form.dataset.kept;
    } catch (lost) {
      said.textContent = form.dataset.lost;
    }
    busy = false;
    if (kept !== turn) later(5000);
  };
  form.addEventListener("input", () => {
    turn += 1;
    later(1200);
  });
  addEventListener("online", () => later(0));
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      said.textContent = form.dataset.lost;
    } else kept = turn;
  });
})();
