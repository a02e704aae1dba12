import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './NewPassword.module.css';
import { type Strength, strengthOf } from './password-strength.ts';

const filled: Record<Strength, number> = { short: 0, weak: 1, fair: 2, good: 3, strong: 4 };

/** A new password with a hint of its strength below. `known` holds what others know of the person. */
export function NewPassword({
  known,
  value,
  ...input
}: PasswordInputProps & { known: string[]; value: string }) {
  const { t } = useTranslation('accounts');
  const id = useId();
  const strength = strengthOf(value, known);
  return (
    <div>
      <PasswordInput
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': t('fields.showPassword') }}
        aria-describedby={id}
        {...input}
        value={value}
      />
      <div className={classes.meter} data-strength={value === '' ? 'none' : strength} aria-hidden="true">
        {[1, 2, 3, 4].map((step) => (
          <span key={step} data-on={value !== '' && step <= filled[strength]} />
        ))}
      </div>
      <p id={id} className={classes.words} aria-live="polite">
        {value === '' ? t('password.rule') : t(`password.${strength}`)}
      </p>
    </div>
  );
}
