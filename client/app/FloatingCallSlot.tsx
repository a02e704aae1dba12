import { createElement } from 'react';
import { useFloatingCall } from './floating-call.ts';

export function FloatingCallSlot() {
  const Tile = useFloatingCall((slot) => slot.Tile);
  return Tile === null ? null : createElement(Tile);
}
