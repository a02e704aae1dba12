import type { KeyboardEvent, PointerEvent } from 'react';
import { create } from 'zustand';

const least = 200;
const most = 420;
const usual = 264;
const key = 'entente.sideBar';

const clamp = (width: number) => Math.min(most, Math.max(least, Math.round(width)));
const read = (): number => {
  try {
    const stored = Number(localStorage.getItem(key));
    return stored > 0 ? clamp(stored) : usual;
  } catch {
    return usual;
  }
};

const useWidth = create<{ width: number; dragging: boolean }>(() => ({ width: read(), dragging: false }));

function resize(width: number): void {
  useWidth.setState({ width: clamp(width) });
}

function remember(): void {
  useWidth.setState({ dragging: false });
  try {
    localStorage.setItem(key, String(useWidth.getState().width));
  } catch {
    // Only the memory is lost.
  }
}

/** One width for all modules' side bars; `handle` goes on the separator. */
export function useResizableSideBar() {
  const { width, dragging } = useWidth();
  return {
    width,
    handle: {
      role: 'separator',
      tabIndex: 0,
      'aria-orientation': 'vertical' as const,
      'aria-valuenow': width,
      'aria-valuemin': least,
      'aria-valuemax': most,
      'data-dragging': dragging,
      onDoubleClick: () => {
        resize(usual);
        remember();
      },
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        useWidth.setState({ dragging: true });
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
        const left = event.currentTarget.parentElement?.getBoundingClientRect().left ?? 0;
        resize(event.clientX - left);
      },
      onPointerUp: remember,
      onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
        const step = { ArrowLeft: -16, ArrowRight: 16 }[event.key];
        if (step === undefined) return;
        resize(useWidth.getState().width + step);
        remember();
      },
    },
  };
}
