import { useTranslation } from 'react-i18next';
import type { ImportProblem } from '#shared/contract/imports.ts';
import classes from './imports.module.css';

export function ProblemList({ problems }: { problems: readonly ImportProblem[] }) {
  const { t } = useTranslation('imports');
  const sentence = ({ problem, field, value }: ImportProblem) =>
    field === null
      ? t(`problems.${problem}`, { value })
      : t('ofField', { field: t(`fields.${field}`), problem: t(`problems.${problem}`, { value }) });
  return (
    // It scrolls, so the keyboard has to reach it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <ul className={classes.problems} aria-label={t('problemsTitle')} tabIndex={0}>
      {problems.map((problem, n) => (
        // oxlint-disable-next-line react/no-array-index-key
        <li key={n}>
          <span className={classes.line}>{t('line', { line: problem.line })}</span>
          <span className={classes.problem}>
            {sentence(problem)} {problem.skipped && <span className={classes.skipped}>{t('leftOut')}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
