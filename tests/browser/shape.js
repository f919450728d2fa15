// What is wrong with the shape of a page. A link inside a sentence may be as high as its line (WCAG 2.5.8).
() => {
  const faults = [], root = document.documentElement, all = (what) => [...document.querySelectorAll(what)];
  for (const [what, selector] of [["h1", "h1"], ["main", "main"], ["banner", "body > header"], ["contentinfo", "body > footer"]])
    if (all(selector).length !== 1) faults.push(`${all(selector).length} × ${what}`);
  if (root.scrollWidth > innerWidth) {
    const wide = all("body *").filter((one) => one.checkVisibility() && (one.getBoundingClientRect().right > innerWidth || one.getBoundingClientRect().left < -1));
    faults.push(`scrolls sideways to ${root.scrollWidth}: ${wide.slice(0, 3).map((one) => one.outerHTML.slice(0, 90))}`);
  }
  const big = ".btn, .choice, .tile, .call, .lang button, .lang summary, .menu a, .foot a, .link, summary";
  for (const one of all("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
    if (one.closest(".choice") && one.tagName === "INPUT") { continue; }
    if (!one.checkVisibility() || one.matches(".skip, .vh")) continue;
    const box = one.getBoundingClientRect(), text = one.parentElement.textContent.trim();
    const within = getComputedStyle(one).display === "inline" && text !== one.textContent.trim();
    const least = one.matches(big) ? 44 : within ? 0 : 24;
    if (box.height < least - 0.5 || box.width < Math.min(least, 24)) faults.push(`only ${Math.round(box.width)}×${Math.round(box.height)}: ${one.outerHTML.slice(0, 120)}`);
  }
  for (const one of all(".choice")) if (one.checkVisibility() && one.getBoundingClientRect().height < 44) faults.push("a choice is too small");
  return [...faults, ...new Set(cut())];

  // Ordinary words that stand on two lines; not what nobody sees, and not codes and addresses.
  function cut() {
    const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const home = node.parentElement, head = home.closest("thead");
      if (!home.checkVisibility() || home.closest("code, .break, .vh, .skip, svg, script, style, select, textarea, noscript, bdi")) continue;
      if (home.getBoundingClientRect().width < 3 || (head && head.getBoundingClientRect().width < 3)) continue;
      for (const word of node.data.matchAll(/[\p{L}\p{M}]{2,20}(?![\p{L}\p{M}])/gu)) {
        range.setStart(node, word.index), range.setEnd(node, word.index + word[0].length);
        const lines = new Set([...range.getClientRects()].filter((box) => box.width > 0.5).map((box) => Math.round(box.top)));
        if (lines.size > 1) found.push(`cuts a word in two: ${word[0]}`);
      }
    }
    return found;
  }
}
