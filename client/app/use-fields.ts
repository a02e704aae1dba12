import { type ChangeEvent, useState } from 'react';
import { AppError } from '#shared/contract/errors.ts';

type Errors<T> = Partial<Record<keyof T & string, string>>;
/** Answers a sentence, or null when the value is right. */
type Rules<T> = { [K in keyof T]?: (value: T[K]) => string | null };

/** The state of a form: values, a sentence for each wrong one, shown after the first try and gone on the next change. */
export function useFields<T extends Record<string, string | boolean>>(initial: T, rules: Rules<T>) {
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<Errors<T>>({});

  const set = <K extends keyof T & string>(name: K, value: T[K]) => {
    setValues((old) => ({ ...old, [name]: value }));
    setErrors((old) => ({ ...old, [name]: undefined }));
  };

  return {
    values,
    errors,
    set,
    setErrors,
    /** Props of a text input. */
    text: <K extends keyof T & string>(name: K) => ({
      name,
      value: String(values[name]),
      error: errors[name],
      onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
        set(name, event.currentTarget.value as T[K]),
    }),
    /** Judges all values; puts the focus on the first wrong one. */
    check: (form: HTMLFormElement): boolean => {
      const found: Errors<T> = {};
      for (const name of Object.keys(rules) as (keyof T & string)[]) {
        const sentence = rules[name]?.(values[name]);
        if (sentence) found[name] = sentence;
      }
      setErrors(found);
      const first = Object.keys(found)[0];
      if (first === undefined) return true;
      const element = form.elements.namedItem(first);
      if (element instanceof HTMLElement) element.focus();
      return false;
    },
  };
}

/** The first parts of the paths the hub complained about. */
export function wrongFields(error: unknown): string[] {
  if (!(error instanceof AppError)) return [];
  return (error.details.fields ?? []).map(({ path }) => path.replace(/^body\./, '').split('.')[0] ?? '');
}
