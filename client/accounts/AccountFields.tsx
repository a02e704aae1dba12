import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { setLocale } from '../app/i18n.ts';
import type { useFields } from '../app/use-fields.ts';
import classes from './AccountFields.module.css';
import { NewPassword } from './NewPassword.tsx';
import type { emptyAccount } from './new-account.ts';
import { TimeZoneSelect } from './TimeZoneSelect.tsx';

type Values = ReturnType<typeof emptyAccount>;
type Fields = Pick<ReturnType<typeof useFields<Values>>, 'values' | 'errors' | 'text' | 'set'>;

/** What every new account needs: of the first administrator and of the invited alike. */
export function AccountFields({ fields, fixedEmail }: { fields: Fields; fixedEmail?: string | null }) {
  const { t } = useTranslation('accounts');
  const { values } = fields;
  return (
    <>
      <TextInput
        {...fields.text('displayName')}
        label={t('fields.name')}
        autoComplete="name"
        maxLength={80}
      />
      <TextInput
        {...fields.text('email')}
        type="email"
        label={t('fields.email')}
        autoComplete="username"
        maxLength={254}
        readOnly={Boolean(fixedEmail)}
        {...(fixedEmail ? { description: t('fields.emailFixed') } : {})}
      />
      <NewPassword
        {...fields.text('password')}
        value={values.password}
        label={t('fields.password')}
        known={[values.displayName, values.email]}
      />
      <div className={classes.pair}>
        <Select
          label={t('fields.language')}
          data={[
            { value: 'en', label: 'English' },
            { value: 'fr', label: 'Français' },
          ]}
          value={values.locale}
          allowDeselect={false}
          onChange={(locale) => {
            if (locale !== 'en' && locale !== 'fr') return;
            fields.set('locale', locale);
            void setLocale(locale);
          }}
        />
        <TimeZoneSelect value={values.timeZone} onChange={(timeZone) => fields.set('timeZone', timeZone)} />
      </div>
    </>
  );
}
