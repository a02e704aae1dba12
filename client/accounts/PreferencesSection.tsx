import { Select, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Locale, updateProfile } from '#shared/contract/accounts.ts';
import type { InputOf } from '#shared/contract/define.ts';
import { hub, useMe } from '../app/hub.ts';
import { setLocale } from '../app/i18n.ts';
import { Segments } from '../app/Segments.tsx';
import { rememberMe } from '../app/session.ts';
import type { Scheme } from '../app/theme.ts';
import { toastError } from '../app/toast.ts';
import { SettingRow } from './SettingRow.tsx';
import { TimeZoneSelect } from './TimeZoneSelect.tsx';

const schemes: Scheme[] = ['light', 'dark', 'auto'];

/** Every change counts at once; put back when the hub refuses it. */
export function PreferencesSection() {
  const { t } = useTranslation('accounts');
  const me = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const change = async (input: InputOf<typeof updateProfile>) => {
    rememberMe({ ...me, locale: input.locale ?? me.locale, timeZone: input.timeZone ?? me.timeZone });
    if (input.locale) void setLocale(input.locale);
    try {
      rememberMe(await hub.call(updateProfile, input));
    } catch (error) {
      rememberMe(me);
      void setLocale(me.locale);
      toastError(error);
    }
  };
  return (
    <>
      <SettingRow title={t('preferences.appearance')} hint={t('preferences.appearanceHint')}>
        <Segments
          label={t('preferences.appearance')}
          value={colorScheme}
          onChange={setColorScheme}
          options={schemes.map((value) => ({ value, label: t(`preferences.schemes.${value}`) }))}
        />
      </SettingRow>
      <SettingRow title={t('fields.language')} hint={t('preferences.languageHint')}>
        <Select
          aria-label={t('fields.language')}
          data={[
            { value: 'en', label: 'English' },
            { value: 'fr', label: 'Français' },
          ]}
          value={me.locale}
          allowDeselect={false}
          onChange={(locale) => {
            if (locale !== null) void change({ locale: locale as Locale });
          }}
        />
      </SettingRow>
      <SettingRow title={t('fields.timeZone')} hint={t('preferences.timeZoneHint')}>
        <TimeZoneSelect hideLabel value={me.timeZone} onChange={(timeZone) => void change({ timeZone })} />
      </SettingRow>
    </>
  );
}
