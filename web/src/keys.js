// Keys, from the `data-key` of what is on the page; which key a name stands for is told by the server in <body data-keymap>.
const FIELDS = 'input:not([type=checkbox]):not([type=radio]):not([type=range]):not([type=submit]), textarea, select, [contenteditable]';
let prefix = '';
let timer = 0;

export function startKeys() {
  document.addEventListener('click', (event) => {
    const opener = event.target.closest('[data-opens]');
    const closer = event.target.closest('[data-closes]');
    if (opener) open(document.getElementById(opener.dataset.opens));
    if (closer) {
      document.getElementById(closer.dataset.closes).open = false;
      document.getElementById('card-title')?.focus();
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) {
      if (event.key === 'Enter' && event.ctrlKey && event.target.closest('form')) event.target.closest('form').requestSubmit();
      if (event.key === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && perform('search', event)) event.preventDefault();
      return;
    }
    const inField = event.target.closest?.(FIELDS);
    if (event.key === 'Escape') return leave(event, inField);
    if (inField || document.documentElement.dataset.keys === 'off') return;
    if (event.repeat && !'jknN'.includes(event.key)) return;
    act(event);
  });
}

const keymap = () => JSON.parse(document.body.dataset.keymap ?? '{}');

function act(event) {
  const pressed = prefix ? `${prefix} ${event.key}` : event.key;
  const names = Object.entries(keymap()).filter(([, key]) => key === pressed).map(([name]) => name);
  prefix = '';
  clearTimeout(timer);
  for (const name of names) {
    if (perform(name, event)) {
      event.preventDefault();
      return;
    }
  }
  if (Object.values(keymap()).some((key) => key.startsWith(`${pressed} `))) {
    prefix = pressed;
    timer = setTimeout(() => { prefix = ''; }, 1500);
    event.preventDefault();
  }
}

function open(details) {
  details.open = true;
  details.scrollIntoView({ block: 'nearest' });
  const first = details.querySelector('[data-first-field]') ?? details.querySelector('select, input:not([type=hidden]), textarea');
  first?.focus();
  first?.select?.();
}

const STEPS = { next_row: 1, last_row: -1, next_origin: 1, last_origin: -1 };

function perform(name, event) {
  if (name in STEPS) return step(STEPS[name]);
  if (name === 'open_row' || name === 'open' || name === 'open_origin') return event.target.closest('a, button, summary') ? false : follow('[data-open], a.title');
  if (name === 'compare_row') return besides();
  if (name === 'document' || name === 'origin_document') return follow('[data-doc]');
  const custom = new CustomEvent('sayso:key', { detail: { name, event }, cancelable: true });
  if (!document.dispatchEvent(custom)) return true;
  const target = [...document.querySelectorAll(`[data-key="${name}"]`)].find((t) => !t.disabled && (t.offsetParent !== null || t === document.body));
  if (!target) return false;
  if (target.matches(FIELDS) || target.matches('section, [tabindex="-1"]')) target.focus();
  else if (target.matches('details')) target.open = !target.open;
  else target.click();
  return true;
}

function step(way) {
  const rows = [...document.querySelectorAll('[data-row]')].filter((r) => r.offsetParent !== null);
  if (!rows.length) return false;
  const now = rows.findIndex((r) => r.classList.contains('at'));
  const next = rows[Math.min(rows.length - 1, Math.max(0, now + way))];
  rows[now]?.classList.remove('at');
  next.classList.add('at');
  next.scrollIntoView({ block: 'nearest' });
  (next.querySelector('[data-open], a.title, a') ?? next).focus({ preventScroll: true });
  next.dispatchEvent(new CustomEvent('sayso:row', { bubbles: true }));
  return true;
}

// Two rows side by side: the first is marked, the second opens both.
let marked = '';
function besides() {
  const row = document.activeElement?.closest?.('[data-claim]') ?? document.querySelector('[data-claim].at');
  const claim = row?.dataset.claim;
  if (!claim) return false;
  if (marked && marked !== claim) {
    location.href = `/compare?${new URLSearchParams([['c', marked], ['c', claim]])}`;
    return true;
  }
  marked = claim;
  const live = document.getElementById('live');
  if (live) live.textContent = 'Marked. Go to another row and press the same key to see both side by side.';
  return true;
}

function follow(selector) {
  const row = document.activeElement?.closest?.('[data-row]') ?? document.querySelector('[data-row].at');
  const link = row?.querySelector(selector);
  link?.click();
  return Boolean(link);
}

function leave(event, inField) {
  if (document.dispatchEvent(new CustomEvent('sayso:key', { detail: { name: 'leave', event }, cancelable: true }))) {
    const cancel = [...document.querySelectorAll('[data-cancel]')].find((c) => c.offsetParent !== null);
    if (cancel) cancel.click();
    else if (inField) inField.blur();
    else document.querySelectorAll('details.menu[open]').forEach((d) => { d.open = false; });
  }
}
