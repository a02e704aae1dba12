import { useTranslation } from 'react-i18next';
import { describeError } from '../app/errors.ts';
import { wrongFields } from '../app/use-fields.ts';
import { Notice } from './Notice.tsx';

const named = new Set(['organisationName', 'displayName', 'email', 'password', 'timeZone']);

/** Why an account could not be made; names the field the hub did not like. */
export function AccountProblem({ error, sentence }: { error: unknown; sentence?: string }) {
  const { t } = useTranslation('accounts');
  const { title, advice } = describeError(error, t);
  const field = wrongFields(error).find((name) => named.has(name));
  return <Notice kind="alert">{sentence ?? (field ? t(`wrong.${field}`) : `${title} ${advice}`)}</Notice>;
}
