// What is wrong with the place where the focus is now; the outline of a choice is drawn on its words.
() => {
  const here = document.activeElement, faults = [];
  const shown = here.matches(".choice input") ? here.nextElementSibling : here, style = getComputedStyle(shown);
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) faults.push("cannot be seen");
  const box = shown.getBoundingClientRect(), bar = document.querySelector(".quick .top");
  if (box.bottom < 0 || box.top > innerHeight) faults.push("is off the screen");
  if (bar && !bar.contains(here) && !here.matches(".skip") && box.bottom <= bar.getBoundingClientRect().bottom) faults.push("is under the bar");
  if (window.before && window.before !== here && !(window.before.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING))
    faults.push("does not follow");
  window.before = here;
  return faults.map((fault) => `the focus ${fault}: ${here.outerHTML.slice(0, 150)}`);
}
