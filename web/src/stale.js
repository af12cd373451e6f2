// Tells when claims of the open event were changed by somebody else or by a run. The rows stay as they are until the reader
// asks for them: nothing moves under the eye.
const EVERY = 20_000; // ms

export function startStale() {
  const note = document.querySelector('[data-changes]');
  if (!note) return;
  let told = 0;
  const look = async () => {
    if (document.hidden) return;
    let claims;
    try {
      const answer = await fetch(note.dataset.changes, { headers: { accept: 'application/json' } });
      if (!answer.ok) return;
      ({ claims } = await answer.json());
    } catch {
      return; // the workbench was stopped, or the network is gone: asked again later
    }
    if (claims === told) return;
    told = claims;
    if (!claims) {
      note.replaceChildren();
      return;
    }
    const show = document.createElement('a');
    show.href = location.pathname + location.search;
    show.textContent = 'Show';
    note.replaceChildren(`${claims} ${claims === 1 ? 'claim' : 'claims'} changed since you opened this page. `, show);
  };
  setInterval(look, EVERY);
  document.addEventListener('visibilitychange', look);
}
