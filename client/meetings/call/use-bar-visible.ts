import { useEffect, useState } from 'react';

const idleMs = 3_500;
/** A hand resting on a mouse moves it by a pixel. */
const leastMove = 4;

/** False once the pointer has been still for a while. Whoever uses the keyboard always has the bar. */
export function useBarVisible(mayHide: boolean): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    if (!mayHide) return;
    let last = { x: 0, y: 0 };
    let timer = setTimeout(rest, idleMs);
    function rest(): void {
      if (document.querySelector('[data-call-bar]:hover, [data-call-bar] :focus-visible')) {
        timer = setTimeout(rest, idleMs);
      } else setIdle(true);
    }
    const wake = () => {
      setIdle(false);
      clearTimeout(timer);
      timer = setTimeout(rest, idleMs);
    };
    const moved = ({ clientX: x, clientY: y }: PointerEvent) => {
      if (Math.abs(x - last.x) + Math.abs(y - last.y) < leastMove) return;
      last = { x, y };
      wake();
    };
    const pressed = () => {
      clearTimeout(timer);
      setIdle(false);
    };
    window.addEventListener('pointermove', moved, { passive: true });
    window.addEventListener('pointerdown', wake, { passive: true });
    window.addEventListener('keydown', pressed);
    return () => {
      clearTimeout(timer);
      setIdle(false);
      window.removeEventListener('pointermove', moved);
      window.removeEventListener('pointerdown', wake);
      window.removeEventListener('keydown', pressed);
    };
  }, [mayHide]);
  return !(mayHide && idle);
}
