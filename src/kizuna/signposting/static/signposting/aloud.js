/* Reads a list aloud and prints it, where the browser can. Without this file screen readers and menus do. */
"use strict";
(() => {
  const part = document.querySelector("[data-aloud]");
  if (!part) return;
  const read = part.querySelector("[data-read]"), print = part.querySelector("[data-print]");
  const words = read.querySelector("span"), start = words.textContent;
  const voice = window.speechSynthesis;
  const said = (speaking) => { words.textContent = speaking ? read.dataset.stop : start; };
  part.hidden = false;
  read.hidden = !voice;
  print.addEventListener("click", () => window.print());
  read.addEventListener("click", () => {
    if (voice.speaking) { voice.cancel(); said(false); return; }
    const text = new SpeechSynthesisUtterance(document.querySelector("[data-text]").innerText);
    text.lang = document.documentElement.lang;
    text.onend = () => said(false);
    voice.speak(text);
    said(true);
  });
  window.addEventListener("pagehide", () => voice && voice.cancel());
})();
