import { createDevices } from './core/devices.core.ts';

/** The microphone, camera and speaker of this tab. */
export const devices = createDevices({ storage: localStorage });
