type Attributes = Record<string, string | number | boolean | ((event: Event) => void) | undefined>;
export type Child = Node | string | null | undefined | false;

/** An element with its attributes, listeners (`onclick`) and children. Words become text, never HTML. */
export function h<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key.slice(2), value);
    else setAttribute(element, key, value);
  }
  element.append(...children.filter(isThere));
  return element;
}

const isThere = (child: Child): child is Node | string =>
  child !== null && child !== undefined && child !== false && child !== '';

export function setAttribute(
  element: Element,
  name: string,
  value: string | number | boolean | undefined,
): void {
  if (value === undefined || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : String(value));
}

/** Puts exactly these into the element and touches only what changes, so that focus and scrolling stay. */
export function fill(parent: Element, children: readonly Node[]): void {
  const wanted = new Set<Node>(children);
  const gone = Array.from(parent.childNodes).filter((child) => !wanted.has(child));
  for (const child of gone) child.remove();
  children.forEach((child, at) => {
    const here = parent.childNodes[at];
    if (here !== child) parent.insertBefore(child, here ?? null);
  });
}

export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
