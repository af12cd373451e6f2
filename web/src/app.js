import 'htmx.org';
import { startKeys } from './keys.js';
import { startReader } from './reader.js';
import { startBrush } from './brush.js';
import { startLinks } from './links.js';
import { startMap } from './map-loader.js';
import { startSpan } from './span.js';
import { startStale } from './stale.js';

// Everything here only eases what the pages do by themselves: each action is a form or a link that works without it.
const arrive = () => {
  startReader();
  startBrush();
  startMap();
  startSpan();
};

startKeys();
startLinks();
startStale();
arrive();

// After a decision the card is swapped in place: the heading of what comes next gets the focus, never a button.
document.addEventListener('htmx:after:swap', () => {
  arrive();
  const next = document.querySelector('[data-focus]');
  if (next) next.focus({ preventScroll: false });
});
// Without an answer nothing is lost: the card stays, and says what happened.
document.addEventListener('htmx:error', (event) => {
  const live = document.getElementById('live');
  if (live) live.textContent = `Not saved: ${event.detail?.error?.message ?? 'the workbench did not answer'}. The key works again.`;
});
document.documentElement.dataset.ready = 'true';
