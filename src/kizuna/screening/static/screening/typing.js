/* Enter goes to the next empty box without asking the server; at the last one the page is sent as ever. */
"use strict";
addEventListener("keydown", (event) => {
  const key = event.target;
  if (event.key !== "Enter" || !key.matches || !key.matches(".key") || !key.value.trim()) return;
  const boxes = [...document.querySelectorAll(".typing li:not(.not) .key")];
  const next = boxes.slice(boxes.indexOf(key) + 1).find((box) => !box.value.trim());
  if (!next) return;
  event.preventDefault();
  next.focus();
});
