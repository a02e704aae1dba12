import { Button, Group, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ChangeEvent, type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Me } from '#shared/contract/accounts.ts';
import { deleteAvatar, putAvatar, updateProfile } from '#shared/contract/accounts.ts';
import { PersonAvatar } from '../app/Avatar.tsx';
import { hub, useMe } from '../app/hub.ts';
import { people } from '../app/people.ts';
import { rememberMe } from '../app/session.ts';
import { toast, toastError } from '../app/toast.ts';
import { useFields } from '../app/use-fields.ts';
import classes from './ProfileSection.module.css';
import { SettingRow } from './SettingRow.tsx';

export function ProfileSection() {
  const { t } = useTranslation('accounts');
  const me = useMe();
  return (
    <>
      <SettingRow title={t('profile.picture')} hint={t('profile.pictureHint')}>
        <Picture me={me} />
      </SettingRow>
      <SettingRow title={t('fields.name')} hint={t('profile.nameHint')}>
        <NameForm me={me} />
      </SettingRow>
      {me.email !== null && (
        <SettingRow title={t('fields.email')} hint={t('profile.emailHint')}>
          <p className={classes.fixed}>{me.email}</p>
        </SettingRow>
      )}
    </>
  );
}

function saved(me: Me): void {
  rememberMe(me);
  people.remember([me]);
}

const types = ['image/png', 'image/jpeg', 'image/webp'];
const largest = 5 * 1024 * 1024;

function Picture({ me }: { me: Me }) {
  const { t } = useTranslation('accounts');
  const input = useRef<HTMLInputElement>(null);
  const [preview, setPreview] = useState<string | null>(null);
  const upload = useMutation({
    mutationFn: (file: File) => hub.request(putAvatar, { body: file }),
    onSuccess: (changed) => {
      saved(changed);
      toast(t('profile.pictureSaved'));
    },
    onError: (error) => toastError(error),
    onSettled: () => setPreview(null),
  });
  const removal = useMutation({
    mutationFn: () => hub.request(deleteAvatar),
    onSuccess: saved,
    onError: (error) => toastError(error),
  });
  useEffect(() => {
    if (preview === null) return;
    return () => URL.revokeObjectURL(preview);
  }, [preview]);
  const [refused, setRefused] = useState<string | null>(null);
  const chosen = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.currentTarget.files?.[0];
    event.currentTarget.value = '';
    if (!file) return;
    const reason = !types.includes(file.type)
      ? t('profile.wrongType')
      : file.size > largest
        ? t('profile.tooLarge')
        : null;
    setRefused(reason);
    if (reason !== null) return;
    setPreview(URL.createObjectURL(file));
    upload.mutate(file);
  };
  return (
    <div className={classes.picture} data-busy={upload.isPending}>
      <PersonAvatar person={preview === null ? me : { ...me, avatarUrl: preview }} size={72} />
      <div>
        <Group gap="xs">
          <Button
            variant="default"
            size="xs"
            loading={upload.isPending}
            onClick={() => input.current?.click()}
          >
            {t(me.avatarUrl === null ? 'profile.choose' : 'profile.change')}
          </Button>
          {me.avatarUrl !== null && (
            <Button
              variant="subtle"
              color="gray"
              size="xs"
              loading={removal.isPending}
              onClick={() => removal.mutate()}
            >
              {t('common:actions.remove')}
            </Button>
          )}
        </Group>
        <p className={classes.note} role="status" data-wrong={refused !== null}>
          {refused ?? t('profile.pictureRule')}
        </p>
      </div>
      <input
        ref={input}
        type="file"
        accept={types.join(',')}
        aria-label={t('profile.choose')}
        hidden
        onChange={chosen}
      />
    </div>
  );
}

function NameForm({ me }: { me: Me }) {
  const { t } = useTranslation('accounts');
  const fields = useFields(
    { displayName: me.displayName },
    { displayName: (value) => (value.trim() === '' ? t('fields.nameMissing') : null) },
  );
  const saving = useMutation({
    mutationFn: () => hub.call(updateProfile, { displayName: fields.values.displayName }),
    onSuccess: (changed) => {
      saved(changed);
      toast(t('profile.nameSaved'));
    },
    onError: (error) => toastError(error),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (fields.check(event.currentTarget)) saving.mutate();
  };
  const changed = fields.values.displayName.trim() !== me.displayName;
  return (
    <form onSubmit={submit} noValidate className={classes.line}>
      <TextInput
        {...fields.text('displayName')}
        aria-label={t('fields.name')}
        autoComplete="name"
        maxLength={80}
        className={classes.grow}
      />
      <Button type="submit" variant="default" disabled={!changed} loading={saving.isPending}>
        {t('common:actions.save')}
      </Button>
    </form>
  );
}
