// The reader: from mark to mark, and marking words that the machine missed. Offsets are code points of the frozen text.
let started = false;
const text = () => document.querySelector('.text[data-document]');

export function startReader() {
  const here = document.querySelector('.m.here');
  if (here && !location.hash) here.scrollIntoView({ block: 'center' });
  if (started || !text()) return;
  started = true;
  document.addEventListener('selectionchange', () => offer(chosen()));
  document.addEventListener('focusin', () => offer(chosen()));
  document.addEventListener('sayso:key', (event) => {
    if (text() && handle(event.detail.name)) event.preventDefault();
  });
  document.addEventListener('keydown', walk);
}

function handle(name) {
  if (name === 'next_mark' || name === 'last_mark') return jump(name === 'next_mark' ? 1 : -1);
  if (name === 'next_unused') return jump(1, '.m.unused');
  if (name === 'open_mark') { const mark = document.activeElement?.closest('.m'); mark?.click(); return Boolean(mark); }
  if (name === 'hide_marks') { text().classList.toggle('unmarked'); return true; }
  if (name === 'mark_words') return begin();
  if (['add_figure', 'add_event', 'add_statement'].includes(name)) return add(name.slice(4));
  if (name === 'leave' && getSelection().toString()) { getSelection().removeAllRanges(); marking = false; return true; }
  return false;
}

function jump(way, kind = '.m:not(.event):not(.unused)') {
  const marks = [...text().querySelectorAll(kind)];
  if (!marks.length) return false;
  const current = document.activeElement?.closest('.m') ?? text().querySelector('.m.here');
  const at = marks.indexOf(current);
  const beyond = current ? marks.findIndex((m) => current.compareDocumentPosition(m) & Node.DOCUMENT_POSITION_FOLLOWING) : 0;
  const next = at < 0 && way > 0 && beyond >= 0 ? marks[beyond] : marks[(at + way + marks.length) % marks.length];
  next.focus();
  next.scrollIntoView({ block: 'center' });
  return true;
}

// Marking by keys: the caret starts at the mark that has the focus, or at the first paragraph in the window.
let marking = false;
function begin() {
  const focused = document.activeElement?.closest('.m');
  const first = [...text().querySelectorAll('p')].find((p) => p.getBoundingClientRect().bottom > 80);
  const node = (focused ?? first?.querySelector('[data-at]'))?.firstChild;
  if (!node) return false;
  getSelection().collapse(node, 0);
  getSelection().modify('extend', 'forward', 'word');
  marking = true;
  return true;
}

function walk(event) {
  if (!marking || !event.key.startsWith('Arrow') || event.altKey || event.ctrlKey || event.metaKey) return;
  const selection = getSelection();
  const by = event.key === 'ArrowUp' || event.key === 'ArrowDown' ? 'line' : 'word';
  const way = event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 'forward' : 'backward';
  event.preventDefault();
  if (event.shiftKey) { selection.modify('extend', way, by); return; }
  if (way === 'forward' && by === 'word') selection.collapseToEnd(); else selection.collapseToStart();
  if (way === 'backward' || by === 'line') selection.modify('move', way, by);
  selection.modify('extend', 'forward', 'word');
}

// The chosen words as code-point offsets, white space at both ends left out; null if they are not in the text.
function chosen() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed || !text()?.contains(selection.anchorNode)) return focused();
  const range = selection.getRangeAt(0);
  let start = offset(range.startContainer, range.startOffset);
  let end = offset(range.endContainer, range.endOffset);
  if (start === null || end === null) return null;
  const words = [...range.toString()];
  for (let i = 0; i < words.length && /\s/.test(words[i]); i++) start += 1;
  for (let i = words.length - 1; i >= 0 && /\s/.test(words[i]); i--) end -= 1;
  return end > start ? { start, end, words: range.toString().trim() } : null;
}

// The number that the keys went to, where nothing is selected.
function focused() {
  const mark = document.activeElement?.closest?.('.m.unused');
  if (!mark || !text()?.contains(mark)) return null;
  const start = +mark.dataset.at;
  return { start, end: start + [...mark.textContent].length, words: mark.textContent };
}

function offset(node, at) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const segment = element.closest('[data-at]') ?? element.childNodes[at]?.closest?.('[data-at]') ?? element.querySelector?.('[data-at]');
  if (!segment) return null;
  if (node.nodeType !== Node.TEXT_NODE) return +segment.dataset.at + (at > 0 && segment === element ? [...segment.textContent].length : 0);
  return +segment.dataset.at + [...node.data.slice(0, at)].length;
}

function offer(range) {
  const bar = document.querySelector('.marking');
  if (!bar) return;
  bar.hidden = !range;
  if (range) bar.querySelector('[data-marked]').textContent = range.words.length > 80 ? `${range.words.slice(0, 80)} …` : range.words;
  bar.dataset.range = range ? `${range.start} ${range.end}` : '';
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-add]');
  if (button) add(button.dataset.add);
});
document.addEventListener('mousedown', (event) => { if (event.target.closest('[data-add]')) event.preventDefault(); });

function add(kind) {
  const range = chosen();
  if (!range) return false;
  location.href = `/docs/${encodeURIComponent(text().dataset.document)}/add?kind=${kind}&start=${range.start}&end=${range.end}`;
  return true;
}
