import { create } from 'zustand';

type Update = { waiting: ServiceWorker | null };
export const useUpdate = create<Update>(() => ({ waiting: null }));

const hourMs = 3_600_000;
let reloading = false;

/** Registers the service worker and watches for a new build. Not in development, where files change under it. */
export function startUpdates(): void {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD || !window.isSecureContext) return;
  window.addEventListener('load', () => void register());
}

async function register(): Promise<void> {
  const registration = await navigator.serviceWorker.register('/sw.js').catch(() => undefined);
  if (registration === undefined) return;
  const notice = (worker: ServiceWorker | null) => {
    // Without a controller it is the first installation: nothing to replace.
    if (worker?.state === 'installed' && navigator.serviceWorker.controller)
      useUpdate.setState({ waiting: worker });
  };
  notice(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => notice(worker));
  });
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (reloading) location.reload();
  });
  const look = () => void registration.update().catch(() => undefined);
  setInterval(look, hourMs);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') look();
  });
}

/** Lets the new build take over and loads it. */
export function applyUpdate(): void {
  const { waiting } = useUpdate.getState();
  reloading = true;
  waiting?.postMessage('activate');
}
