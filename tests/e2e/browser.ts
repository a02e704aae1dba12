import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

declare global {
  var peerConnections: RTCPeerConnection[];
}

export const chromiumPath = process.env['ENTENTE_CHROMIUM'] ?? '/usr/bin/chromium';

/** Real Chromium with a camera and a microphone that play a test picture and a tone. */
export function openBrowser(extra: string[] = [], executablePath = chromiumPath): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--auto-select-desktop-capture-source=Entire screen',
      '--autoplay-policy=no-user-gesture-required',
      '--disable-background-timer-throttling',
      '--disable-backgrounding-occluded-windows',
      '--disable-renderer-backgrounding',
      ...extra,
    ],
  });
}

export type TabOptions = {
  cookie?: string;
  url?: string;
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
  locale?: 'en' | 'fr';
};
export type Tab = { context: BrowserContext; page: Page; errors: string[] };

/** A browser profile of one person, signed in when a cookie is given. `errors` gathers what the console complains of. */
export async function openTab(browser: Browser, options: TabOptions = {}): Promise<Tab> {
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1280, height: 800 },
    colorScheme: options.colorScheme ?? 'light',
    locale: options.locale === 'fr' ? 'fr-FR' : 'en-GB',
    permissions: ['camera', 'microphone', 'clipboard-read', 'clipboard-write'],
    ignoreHTTPSErrors: true,
  });
  if (options.cookie && options.url) {
    const [name = '', value = ''] = options.cookie.split('=');
    await context.addCookies([{ name, value, url: options.url, httpOnly: true, sameSite: 'Lax' }]);
  }
  await context.addInitScript(collectPeerConnections);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return { context, page, errors };
}

/** Runs in the page before the application: keeps every peer connection, so that a test reads statistics itself. */
function collectPeerConnections(): void {
  const all: RTCPeerConnection[] = [];
  const Original = globalThis.RTCPeerConnection;
  Object.assign(globalThis, {
    peerConnections: all,
    RTCPeerConnection: class extends Original {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        all.push(this);
      }
    },
  });
}

export type Received = {
  video: { ssrc: number; framesDecoded: number; width: number }[];
  audio: { ssrc: number; energy: number; packets: number }[];
};

/** What arrived in this page up to now, from `RTCPeerConnection.getStats()`: the page's own word is not asked. */
export function received(page: Page): Promise<Received> {
  return page.evaluate(async () => {
    const all = globalThis.peerConnections;
    const result: Received = { video: [], audio: [] };
    for (const connection of all) {
      if (connection.connectionState === 'closed') continue;
      for (const report of (await connection.getStats()).values()) {
        if (report.type !== 'inbound-rtp') continue;
        if (report.kind === 'video')
          result.video.push({
            ssrc: report.ssrc,
            framesDecoded: report.framesDecoded ?? 0,
            width: report.frameWidth ?? 0,
          });
        else
          result.audio.push({
            ssrc: report.ssrc,
            energy: report.totalAudioEnergy ?? 0,
            packets: report.packetsReceived ?? 0,
          });
      }
    }
    return result;
  });
}

/** Waits until `videos` pictures and `audios` sounds have each grown since now. */
export async function expectFlow(
  page: Page,
  wanted: { videos: number; audios: number },
  timeoutMs = 10_000,
): Promise<void> {
  const before = await received(page);
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const now = await received(page);
    const videos = now.video.filter(
      ({ ssrc, framesDecoded }) =>
        framesDecoded > (before.video.find((old) => old.ssrc === ssrc)?.framesDecoded ?? 0) + 2,
    );
    const audios = now.audio.filter(
      ({ ssrc, energy }) => energy > (before.audio.find((old) => old.ssrc === ssrc)?.energy ?? 0),
    );
    if (videos.length >= wanted.videos && audios.length >= wanted.audios) return;
    if (Date.now() > deadline)
      throw new Error(
        `media does not flow: wanted ${JSON.stringify(wanted)}, growing ${videos.length} videos and ${audios.length} sounds; ${JSON.stringify(now)}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
