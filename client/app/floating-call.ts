import type { ComponentType } from 'react';
import { create } from 'zustand';

type Slot = { Tile: ComponentType | null };
export const useFloatingCall = create<Slot>(() => ({ Tile: null }));

/** The call's code, loaded lazily, puts its tile above every page while a call runs; null takes it away. */
export function showFloatingCall(Tile: ComponentType | null): void {
  useFloatingCall.setState({ Tile });
}
