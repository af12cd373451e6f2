// Who speaks, in words that are marked in the card: they go into the form, which opens if it is not.
document.addEventListener('sayso:key', (event) => {
  if (!event.detail.name.startsWith('said_by')) return;
  const selection = getSelection();
  const speakers = document.querySelector('form.correct textarea[name=speakers]');
  const words = selection.toString().trim().replace(/\s+/g, ' ');
  if (!words || !speakers || !selection.anchorNode?.parentElement?.closest('.context, .text')) return;
  event.preventDefault();
  const box = speakers.closest('details');
  if (box) box.open = true;
  if (speakers.form.elements.said_by) speakers.form.elements.said_by.value = '';
  speakers.value = words;
  speakers.focus();
  selection.removeAllRanges();
});

// Moving the borders of the words that a correction is about, word by word; without scripts the words are typed.
export function startSpan() {
  const box = document.querySelector('[data-span]:not([data-started])');
  if (!box) return;
  box.dataset.started = 'true';
  const text = [...box.dataset.text];
  const base = +box.dataset.base;
  const form = box.closest('form');
  const [start, end] = [form.elements.start, form.elements.end];
  const words = form.elements.words;
  const show = () => {
    words.value = text.slice(start.value - base, end.value - base).join('');
    box.querySelector('[data-span-said]').textContent = words.value;
  };
  const gap = (i) => i < 0 || i >= text.length || /\s/.test(text[i]);
  const border = { start: (i) => gap(i - 1) && !gap(i), end: (i) => !gap(i - 1) && gap(i) };
  const move = (which, offset, way) => {
    let i = offset - base + way;
    while (i > 0 && i < text.length && !border[which](i)) i += way;
    return Math.min(text.length, Math.max(0, i)) + base;
  };
  const nudge = (which, way) => {
    const value = move(which, +form.elements[which].value, way);
    if (which === 'start' ? value < +end.value : value > +start.value) form.elements[which].value = value;
    show();
  };
  box.hidden = false;
  box.addEventListener('click', (event) => {
    const button = event.target.closest('[data-move]');
    if (button) { const [which, way] = button.dataset.move.split(' '); nudge(which, +way); }
  });
  form.addEventListener('keydown', (event) => {
    if (!event.altKey || !['ArrowLeft', 'ArrowRight'].includes(event.key)) return;
    event.preventDefault();
    nudge(event.shiftKey ? 'end' : 'start', event.key === 'ArrowRight' ? 1 : -1);
  });
}
