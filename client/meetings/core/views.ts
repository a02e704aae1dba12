import type { View } from './layers.ts';
import type { Spot } from './room-state.ts';

type Watched = { spot: Spot; width: number; height: number; seen: boolean };

/** A picture in a hidden tab is given up after this long; a glance at another tab costs nothing. */
const hiddenAfterMs = 4_000;

/** Knows how large each stream is shown on this page, by one observer for all tiles. `changed` tells whose answer is new. */
export function createViews(changed: (spot: Spot) => void) {
  const watched = new Map<Element, Watched>();
  let hidden = false;
  let hiding: ReturnType<typeof setTimeout> | undefined;

  const sizes = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      update(target, { width: contentRect.width, height: contentRect.height });
    }
  });
  const sights = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) update(target, { seen: isIntersecting });
  });

  function update(target: Element, changes: Partial<Watched>): void {
    const one = watched.get(target);
    if (!one) return;
    Object.assign(one, changes);
    changed(one.spot);
  }

  function visibility(): void {
    clearTimeout(hiding);
    if (document.visibilityState === 'hidden') hiding = setTimeout(() => setHidden(true), hiddenAfterMs);
    else setHidden(false);
  }
  function setHidden(value: boolean): void {
    if (hidden === value) return;
    hidden = value;
    for (const { spot } of watched.values()) changed(spot);
  }
  document.addEventListener('visibilitychange', visibility);

  return {
    /** Counts the element as a place where the stream is shown. Answers the way to stop. */
    watch(element: Element, spot: Spot): () => void {
      const { width, height } = element.getBoundingClientRect();
      watched.set(element, { spot, width, height, seen: width > 0 });
      sizes.observe(element);
      sights.observe(element);
      changed(spot);
      return () => {
        sizes.unobserve(element);
        sights.unobserve(element);
        watched.delete(element);
        changed(spot);
      };
    },

    /** The largest place in device pixels; undefined while nobody can see it. */
    viewOf(spot: Spot): View | undefined {
      if (hidden) return undefined;
      let view: View | undefined;
      for (const one of watched.values()) {
        if (one.spot !== spot || !one.seen || one.width === 0) continue;
        if (!view || one.height > view.height) view = { width: one.width, height: one.height };
      }
      const scale = Math.min(2, devicePixelRatio);
      return view && { width: view.width * scale, height: view.height * scale };
    },

    close(): void {
      clearTimeout(hiding);
      document.removeEventListener('visibilitychange', visibility);
      sizes.disconnect();
      sights.disconnect();
      watched.clear();
    },
  };
}
export type Views = ReturnType<typeof createViews>;
