// The map is large, so it is fetched only where there is one.
export function startMap() {
  const box = document.querySelector('#map[data-src]:not([data-started])');
  if (!box) return;
  box.dataset.started = 'true';
  import(box.dataset.src).then((map) => map.show(box)).catch((error) => {
    box.dataset.failed = String(error);
    const said = document.getElementById('map-count');
    if (said) said.textContent = 'The map cannot be drawn in this browser; the list has everything that it shows.';
  });
}
