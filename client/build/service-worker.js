// Keeps the built shell for the next start and for no network. BUILD and FILES are filled in by service-worker.ts.
const build = '__BUILD__';
const files = __FILES__;
const page = '/index.html';
const cacheName = `entente-${build}`;
const kept = new Set(files);
/** Answered by the hub alone, never from here. */
const live = /^\/(api|socket\.io|avatars|metrics|healthz|readyz)(\/|$)/;
/** A network that does not answer in this time counts as none. */
const patienceMs = 4_000;

addEventListener('install', (event) => event.waitUntil(install()));
addEventListener('activate', (event) => event.waitUntil(activate()));
addEventListener('message', ({ data, ports }) => {
  if (data === 'activate') skipWaiting();
  if (data === 'build') ports[0]?.postMessage(build);
});
addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin || live.test(pathname)) return;
  if (request.mode === 'navigate') event.respondWith(navigate(event));
  else if (kept.has(pathname)) event.respondWith(fromCache(pathname, request));
});

async function install() {
  const cache = await caches.open(cacheName);
  // Unchanged files have the same hashed name: they are taken over instead of loaded again.
  await Promise.all(
    files.map(async (file) => {
      const known = file.startsWith('/assets/') ? await caches.match(file) : undefined;
      if (known) await cache.put(file, known);
      else await cache.add(new Request(file, { cache: 'no-cache' }));
    }),
  );
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(
    names
      .filter((name) => name.startsWith('entente-') && name !== cacheName)
      .map((name) => caches.delete(name)),
  );
  await registration.navigationPreload?.enable();
  await clients.claim();
}

/** The hub's page when it answers, so that a new build is seen at once; the kept one otherwise. */
async function navigate(event) {
  const cached = () => caches.match(page, { cacheName });
  try {
    const answer = (await event.preloadResponse) ?? (await withPatience(event.request));
    return answer.status >= 500 ? ((await cached()) ?? answer) : answer;
  } catch (error) {
    const kept = await cached();
    if (kept) return kept;
    throw error;
  }
}

const withPatience = (request) => fetch(request, { signal: AbortSignal.timeout(patienceMs) });

async function fromCache(pathname, request) {
  return (await caches.match(pathname, { cacheName })) ?? fetch(request);
}
