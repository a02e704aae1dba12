import { create } from 'zustand';
import { useFloatingCall } from './floating-call.ts';

type Update = {
  /** Somebody should choose when to reload: a newer build waits. */
  ready: boolean;
};
export const useUpdate = create<Update>(() => ({ ready: false }));

const hourMs = 3_600_000;
const reloadedKey = 'entente.reloaded';
let waiting: ServiceWorker | null = null;
let reloading = false;

const buildOf = () => document.querySelector<HTMLMetaElement>('meta[name=build]')?.content ?? '';

/** Registers the service worker and watches for a new build. Not in development, where files change under it. */
export function startUpdates(): void {
  window.addEventListener('vite:preloadError', codeIsGone);
  if (!import.meta.env.PROD || !('serviceWorker' in navigator) || !window.isSecureContext) return;
  if (document.readyState === 'complete') void register();
  else window.addEventListener('load', () => void register());
}

async function register(): Promise<void> {
  const registration = await navigator.serviceWorker.register('/sw.js').catch(() => undefined);
  if (registration === undefined) return;
  void consider(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => void consider(worker));
  });
  let first = navigator.serviceWorker.controller === null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    // Another tab let a new build take over; this page may miss files of its own from now on.
    if (reloading) location.reload();
    else if (!first) void checkController();
    first = false;
  });
  const look = () => void registration.update().catch(() => undefined);
  setInterval(look, hourMs);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') look();
  });
}

/** A page that came from the network is of the new build already: its worker takes over without a word. */
async function consider(worker: ServiceWorker | null): Promise<void> {
  if (worker?.state !== 'installed' || navigator.serviceWorker.controller === null) return;
  waiting = worker;
  if ((await askBuild(worker)) === buildOf()) worker.postMessage('activate');
  else useUpdate.setState({ ready: true });
}

async function checkController(): Promise<void> {
  const { controller } = navigator.serviceWorker;
  const same = controller === null || (await askBuild(controller)) === buildOf();
  useUpdate.setState({ ready: !same });
}

function askBuild(worker: ServiceWorker): Promise<string> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', ({ data }) => resolve(String(data)));
    port1.start();
    worker.postMessage('build', [port2]);
  });
}

/** Lets the new build take over and loads it. */
export function applyUpdate(): void {
  reloading = true;
  if (waiting?.state === 'installed') waiting.postMessage('activate');
  else location.reload();
}

/** A part of this page's build is not on the hub any more. One reload brings the new build; never in a call. */
function codeIsGone(): void {
  const build = buildOf();
  if (useFloatingCall.getState().Tile !== null || sessionStorage.getItem(reloadedKey) === build) {
    useUpdate.setState({ ready: true });
    return;
  }
  sessionStorage.setItem(reloadedKey, build);
  location.reload();
}
