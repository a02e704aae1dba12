import { type RefObject, useEffect, useRef } from 'react';

/** For the one field a page or dialog is about. On touch screens it keeps still: the keyboard would cover the page. */
export function useFocusOnOpen<T extends HTMLElement>(): RefObject<T | null> {
  const element = useRef<T>(null);
  useEffect(() => {
    if (matchMedia('(hover: hover)').matches) element.current?.focus();
  }, []);
  return element;
}
