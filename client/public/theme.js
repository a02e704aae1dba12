// Runs before the first paint so that a remembered dark scheme never flashes white. Not a module: modules are deferred.
(() => {
  let chosen;
  try {
    chosen = localStorage.getItem('entente.scheme');
  } catch {
    // Storage may be blocked: follow the system.
  }
  const dark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
  document.querySelector('meta[name=theme-color]')?.setAttribute('content', dark ? '#14181b' : '#ffffff');
})();
