// Copies the address of the page, as it is or frozen at this moment.
export function startLinks() {
  document.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    const url = new URL(location.href);
    if (button.dataset.copy === 'frozen' && !url.searchParams.has('at')) url.searchParams.set('at', new Date().toISOString());
    const live = document.getElementById('live');
    try {
      await navigator.clipboard.writeText(url.href);
      live.textContent = `Copied: ${url.href}`;
    } catch {
      live.textContent = `Copy this: ${url.href}`;
    }
  });
}
