/* A shared computer: three minutes without a tap clear it, typing counts as one; "back" shows nothing old. */
"use strict";
(() => {
  const done = document.currentScript.dataset.done;
  const wait = 180000;
  let timer;
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(() => location.replace(done), wait);
  };
  ["keydown", "pointerdown", "touchstart", "input", "scroll"].forEach((what) => addEventListener(what, again, { passive: true }));
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  again();
})();
