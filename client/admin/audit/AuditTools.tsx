import { Button, Menu } from '@mantine/core';
import { IconDownload, IconShieldCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { verifyAudit } from '#shared/contract/admin.ts';
import { HeaderButton } from '../../app/HeaderButton.tsx';
import { hub } from '../../app/hub.ts';
import { toastError } from '../../app/toast.ts';
import { useFigures } from '../kit/use-figures.ts';
import classes from './AuditTools.module.css';
import { isFiltered } from './audit-filter.ts';
import type { AuditSearch } from './audit-search.ts';
import { exportPath } from './audit.core.ts';

const patienceMs = 60_000;

/** Verify the chain, take a copy. */
export function AuditTools({ search, timeZone }: { search: AuditSearch; timeZone: string }) {
  const { t } = useTranslation('admin');
  const format = useFigures();
  const check = useMutation({
    mutationFn: () => hub.call(verifyAudit, {}, { timeoutMs: patienceMs }),
    onError: (error) => toastError(error),
  });
  const result = check.data;
  return (
    <>
      <span role="status" className={classes.result} data-ok={result?.ok}>
        {check.isPending && t('audit.verifying')}
        {result && !check.isPending && (
          <span data-note={t('audit.head', { hash: result.head })}>
            {result.ok
              ? t('audit.unbroken', { count: result.checked, entries: format.count(result.checked) })
              : t('audit.broken', { seq: format.count(result.brokenAt) })}
          </span>
        )}
      </span>
      <HeaderButton
        icon={<IconShieldCheck size={16} />}
        label={t('audit.verify')}
        onClick={() => check.mutate()}
      />
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <Button
            size="xs"
            variant="default"
            className={classes.export ?? ''}
            leftSection={<IconDownload size={16} />}
          >
            <span>{t('audit.export')}</span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t(isFiltered(search) ? 'audit.exportFiltered' : 'audit.exportAll')}</Menu.Label>
          {(['csv', 'jsonl'] as const).map((kind) => (
            <Menu.Item key={kind} component="a" href={exportPath(search, timeZone, kind)} download>
              {t(`audit.formats.${kind}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
