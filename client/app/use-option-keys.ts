import { type KeyboardEvent, useState } from 'react';

/** The keys of a field with options below it: arrows go round among them, Enter chooses. */
export function useOptionKeys(options: {
  count: number;
  /** Of the element of an option. */
  idOf: (at: number) => string;
  onChoose: (at: number) => void;
}) {
  const { count, idOf, onChoose } = options;
  const [active, setActive] = useState(0);
  const move = (to: number) => {
    const next = (to + count) % Math.max(1, count);
    setActive(next);
    document.getElementById(idOf(next))?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') move(active + 1);
    else if (event.key === 'ArrowUp') move(active - 1);
    else if (event.key === 'Enter' && active < count) onChoose(active);
    else return;
    event.preventDefault();
  };
  return { active, setActive, onKeyDown };
}
