import * as z from 'zod';

const Chosen = z.object({ id: z.string(), label: z.string() });
const Choices = z.object({
  /** Device ids, and the names by which they are found again when the browser hands out new ids. */
  microphone: Chosen.optional(),
  camera: Chosen.optional(),
  speaker: Chosen.optional(),
  microphoneOn: z.boolean(),
  cameraOn: z.boolean(),
  /** Echo cancellation, noise suppression and gain control; off for music. */
  clean: z.boolean(),
  mirror: z.boolean(),
});
/** What somebody chose here before, kept in this browser. */
export type Choices = z.infer<typeof Choices>;
export type DeviceKind = 'microphone' | 'camera' | 'speaker';

const key = 'entente.devices';
const usual: Choices = { microphoneOn: true, cameraOn: true, clean: true, mirror: true };

export function readChoices(storage: Storage): Choices {
  try {
    const parsed = Choices.safeParse(JSON.parse(storage.getItem(key) ?? 'null'));
    return parsed.success ? parsed.data : usual;
  } catch {
    return usual;
  }
}

export function writeChoices(storage: Storage, choices: Choices): void {
  try {
    storage.setItem(key, JSON.stringify(choices));
  } catch {
    // Private windows may refuse storage; only the memory is lost.
  }
}

export type DeviceInfo = { id: string; label: string };
export type DeviceLists = Readonly<Record<DeviceKind, readonly DeviceInfo[]>>;

const kinds: Readonly<Record<MediaDeviceKind, DeviceKind>> = {
  audioinput: 'microphone',
  videoinput: 'camera',
  audiooutput: 'speaker',
};

/** Sorted by kind; entries without an id are placeholders that browsers show before permission. */
export function listDevices(
  devices: readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>[],
): DeviceLists {
  const lists: Record<DeviceKind, DeviceInfo[]> = { microphone: [], camera: [], speaker: [] };
  for (const { kind, deviceId, label } of devices) {
    if (deviceId !== '' && deviceId !== 'communications') lists[kinds[kind]].push({ id: deviceId, label });
  }
  return lists;
}

/** The remembered device among those present: by id, else by name. */
export function findChosen(
  list: readonly DeviceInfo[],
  chosen: DeviceInfo | undefined,
): DeviceInfo | undefined {
  if (!chosen) return undefined;
  return (
    list.find(({ id }) => id === chosen.id) ??
    list.find(({ label }) => label !== '' && label === chosen.label)
  );
}
