import { listProbes } from '#shared/contract/media.ts';
import { hub } from '../app/hub.ts';
import { createNearness } from './core/nearness.ts';
import { measureRoundTrip } from './core/probe.ts';

/** How far the regions are from this tab. */
export const nearness = createNearness({
  listProbes: async () => (await hub.call(listProbes, {})).probes,
  measure: measureRoundTrip,
  storage: sessionStorage,
});

/** Not in the types of the DOM: Chromium tells when the network becomes another one, and much else. */
type WithConnection = Navigator & { connection?: EventTarget & { type?: string } };

const { connection } = navigator as WithConnection;
let network = connection?.type;
connection?.addEventListener('change', () => {
  if (network === connection.type) return;
  network = connection.type;
  void nearness.restart();
});
window.addEventListener('online', () => void nearness.restart());
