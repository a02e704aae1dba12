import { useTranslation } from 'react-i18next';
import { createFigures, type Figures } from './figures.ts';

const made = new Map<string, Figures>();

/** In the person's language. */
export function useFigures(): Figures {
  const { i18n } = useTranslation();
  const known = made.get(i18n.language);
  if (known) return known;
  const figures = createFigures(i18n.language === 'en' ? 'en-GB' : i18n.language);
  made.set(i18n.language, figures);
  return figures;
}
