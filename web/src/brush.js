// The time line: two sliders (arrows move them) and dragging over the bars; both set the two date fields of the filter.
export function startBrush() {
  const box = document.querySelector('[data-brush]:not([data-started])');
  if (!box) return;
  box.dataset.started = 'true';
  const form = document.getElementById('filters');
  const bins = [...box.querySelectorAll('.binlabels li')];
  const [from, to] = [box.querySelector('[data-brush-from]'), box.querySelector('[data-brush-to]')];
  const said = box.querySelector('[data-brush-said]');
  const go = box.querySelector('[data-brush-go]');
  const svg = box.querySelector('svg');
  const shade = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  shade.setAttribute('class', 'chosen');
  shade.setAttribute('height', '64');
  svg.append(shade);
  box.querySelector('.sliders').hidden = false;

  const show = (a, b, touched) => {
    const [low, high] = a <= b ? [a, b] : [b, a];
    from.value = low;
    to.value = high;
    from.setAttribute('aria-valuetext', bins[low].textContent);
    to.setAttribute('aria-valuetext', bins[high].textContent);
    shade.setAttribute('x', `${(low * 100) / bins.length}%`);
    shade.setAttribute('width', `${((high - low + 1) * 100) / bins.length}%`);
    shade.style.display = low === 0 && high === bins.length - 1 ? 'none' : '';
    if (!touched) return;
    said.textContent = `${bins[low].textContent} – ${bins[high].textContent}`;
    form.elements.from.value = bins[low].dataset.first;
    form.elements.to.value = bins[high].dataset.last;
    go.hidden = false;
  };
  const at = (day, fallback) => {
    if (!day) return fallback;
    const found = bins.findIndex((b) => b.dataset.last >= day);
    return found < 0 ? bins.length - 1 : found;
  };
  show(at(form.elements.from.value, 0), at(form.elements.to.value, bins.length - 1), false);
  for (const slider of [from, to]) slider.addEventListener('input', () => show(+from.value, +to.value, true));

  let start = null;
  const bin = (event) => {
    const area = svg.getBoundingClientRect();
    return Math.min(bins.length - 1, Math.max(0, Math.floor(((event.clientX - area.left) / area.width) * bins.length)));
  };
  svg.addEventListener('pointerdown', (event) => { start = bin(event); svg.setPointerCapture(event.pointerId); show(start, start, true); });
  svg.addEventListener('pointermove', (event) => { if (start !== null) show(start, bin(event), true); });
  svg.addEventListener('pointerup', () => { if (start !== null) { start = null; form.requestSubmit(); } });
  box.dataset.ready = 'true';
}
