/* "Near you": the place is rounded here, to a square of about a kilometre, before anything is sent. */
"use strict";
(() => {
  const form = document.querySelector("form[data-near]");
  if (!form || !navigator.geolocation || !window.isSecureContext) return;
  const part = form.querySelector("[data-here]");
  const said = part.querySelector("[role=status]");
  const onGrid = (value, step) => Math.floor(value / step + 0.5) * step;
  const rough = (place) => {
    const lat = onGrid(place.latitude, 0.01);
    const wide = Math.max(1, Math.round(1 / Math.max(1e-6, Math.cos((lat * Math.PI) / 180)))) * 0.01;
    return `${lat.toFixed(2)},${onGrid(place.longitude, wide).toFixed(2)}`;
  };
  part.hidden = false;
  part.querySelector("button").addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      (found) => {
        form.elements.here.value = rough(found.coords);
        form.submit();
      },
      () => { said.textContent = form.dataset.no; },
      { enableHighAccuracy: false, timeout: 10000, maximumAge: 600000 },
    );
  });
})();
