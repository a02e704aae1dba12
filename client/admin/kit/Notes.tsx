import { type ReactNode, useEffect, useRef, useState } from 'react';
import classes from './Notes.module.css';

type Note = { text: string; x: number; y: number; above: boolean };

const patienceMs = 300;

const noteOf = (target: EventTarget | null): HTMLElement | SVGElement | null =>
  target instanceof Element ? target.closest<HTMLElement | SVGElement>('[data-note]') : null;

/**
 * Whatever has a `data-note` below explains itself on hover and focus. One tip for the whole page: a table of a thousand
 * figures costs no more than its text.
 */
export function Notes({ children }: { children: ReactNode }) {
  const [note, setNote] = useState<Note | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const shown = useRef<Element | null>(null);
  useEffect(() => () => clearTimeout(timer.current), []);

  const hide = () => {
    clearTimeout(timer.current);
    shown.current = null;
    setNote(null);
  };
  const show = (element: HTMLElement | SVGElement) => {
    const text = element.dataset['note'] ?? '';
    if (text === '' || !element.isConnected) return;
    const box = element.getBoundingClientRect();
    const above = box.bottom + 90 > window.innerHeight;
    setNote({
      text,
      above,
      x: Math.max(12, Math.min(box.left + box.width / 2, window.innerWidth - 12)),
      y: above ? box.top - 6 : box.bottom + 6,
    });
  };
  const consider = (target: EventTarget | null) => {
    const element = noteOf(target);
    if (element === shown.current) return;
    hide();
    if (element === null) return;
    shown.current = element;
    timer.current = setTimeout(() => show(element), patienceMs);
  };

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- it only listens to what is inside
    <div
      className={classes.root}
      onPointerOver={(event) => {
        if (event.pointerType !== 'touch') consider(event.target);
      }}
      onPointerLeave={hide}
      onPointerDown={hide}
      onFocus={(event) => consider(event.target)}
      onBlur={hide}
      onScrollCapture={hide}
      onKeyDown={(event) => {
        if (event.key === 'Escape') hide();
      }}
    >
      {children}
      {note && (
        <div
          className={classes.note}
          role="tooltip"
          data-above={note.above}
          data-side={note.x < 160 ? 'start' : note.x > window.innerWidth - 160 ? 'end' : 'middle'}
          style={{ left: note.x, top: note.y }}
        >
          {note.text}
        </div>
      )}
    </div>
  );
}
