import i18next from 'i18next';
import { useTranslation } from 'react-i18next';

/** Words for an action; one this client does not know is shown as the hub writes it. */
export function useActionName(): (action: string) => string {
  const { t } = useTranslation('admin');
  return (action) => {
    const [domain = '', verb] = action.split('.');
    if (verb === undefined)
      return i18next.exists(`admin:audit.domains.${domain}`) ? t(`audit.domains.${domain}`) : action;
    return i18next.exists(`admin:audit.actions.${domain}.${verb}`)
      ? t(`audit.actions.${domain}.${verb}`)
      : action;
  };
}
