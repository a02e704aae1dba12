import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './CopyField.module.css';
import { copyText } from './clipboard.ts';

/** A link or secret that one hands on. */
export function CopyField({
  label,
  value,
  takesFocus = false,
}: {
  label: string;
  value: string;
  /** Where it replaces the form that had the focus. */
  takesFocus?: boolean;
}) {
  const { t } = useTranslation('common');
  const input = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (takesFocus) button.current?.focus();
  }, [takesFocus]);
  const copy = async () => {
    const done = await copyText(value);
    setCopied(done);
    if (done) setTimeout(() => setCopied(false), 2_000);
    else input.current?.select();
  };
  return (
    <div className={classes.root}>
      <input
        ref={input}
        className={classes.value}
        aria-label={label}
        value={value}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button
        className={classes.button}
        ref={button}
        data-autofocus={takesFocus || undefined}
        leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
        onClick={() => void copy()}
      >
        {copied ? t('actions.copied') : t('actions.copy')}
      </Button>
    </div>
  );
}
