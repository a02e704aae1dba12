// Runs in the browser: what the interface measures with, for a page of its own.

import { measureRoundTrip } from '../../client/meetings/core/probe.ts';

Object.assign(globalThis, { measureRoundTrip });
