import { useEffect, useEffectEvent } from 'react';
import { registerKeys } from '../../app/keys.ts';
import { isWanted } from '../core/devices.core.ts';
import { actionOf, callActions, focusOf, isPushToTalk, keysOf } from '../core/shortcuts.ts';
import { devices } from '../devices.ts';
import type { CallActions } from './use-call-actions.ts';

registerKeys({
  group: 'meetings:keys.title',
  entries: [
    ...callActions
      .filter((action) => action !== 'help')
      .map((action) => ({ keys: keysOf[action].slice(0, 1), label: `meetings:keys.${action}` })),
    { keys: ['Mod', 'D'], label: 'meetings:keys.microphoneAnywhere' },
    { keys: ['Mod', 'E'], label: 'meetings:keys.cameraAnywhere' },
    { keys: ['Space'], label: 'meetings:keys.talk' },
  ],
});

/** Single keys while no field has the focus, Ctrl D and Ctrl E always, Space to talk while muted. */
export function useCallKeys(actions: CallActions): void {
  const down = useEffectEvent((event: KeyboardEvent, talking: { current: boolean }) => {
    const dialog =
      event.target instanceof Element && event.target.closest('[role=dialog], [role=menu], [role=listbox]');
    if (event.defaultPrevented || dialog) return;
    const focus = focusOf(document.activeElement);
    if (isPushToTalk(event, focus)) {
      event.preventDefault();
      if (event.repeat || isWanted(devices.store.getState(), 'microphone')) return;
      talking.current = true;
      actions.talk(true);
      return;
    }
    const action = actionOf(event, focus);
    if (!action) return;
    event.preventDefault();
    actions[action]();
  });
  const up = useEffectEvent((talking: { current: boolean }) => {
    if (!talking.current) return;
    talking.current = false;
    actions.talk(false);
  });
  useEffect(() => {
    const talking = { current: false };
    const pressed = (event: KeyboardEvent) => down(event, talking);
    const released = (event: KeyboardEvent) => {
      if (event.key === ' ') up(talking);
    };
    const away = () => up(talking);
    window.addEventListener('keydown', pressed);
    window.addEventListener('keyup', released);
    window.addEventListener('blur', away);
    return () => {
      window.removeEventListener('keydown', pressed);
      window.removeEventListener('keyup', released);
      window.removeEventListener('blur', away);
    };
  }, []);
}
