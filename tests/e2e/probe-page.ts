// Runs in the browser: what the interface measures with, for a page of its own.

import { measureRoundTrip } from '../../client/meetings/core/probe.ts';

export type MeasureRoundTrip = typeof measureRoundTrip;
Object.assign(globalThis, { measureRoundTrip });
