import { Button, Popover, Select, Stack } from '@mantine/core';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldValue } from '#shared/contract/fields.ts';
import type { TicketSearch } from '../core/address.ts';
import { fieldIn, fieldWord, withWords } from '../core/search.ts';
import { FieldInput } from '../fields/FieldInput.tsx';
import { labelOf, useTicketFields, useValueWords } from '../fields/use-ticket-fields.ts';
import classes from './FilterBar.module.css';

type Props = { search: TicketSearch; onPut: (search: TicketSearch) => void };

/** One of the installation's own fields has to have a value. */
export function FieldFilter({ search, onPut }: Props) {
  const { t } = useTranslation(['desk', 'tickets']);
  const fields = useTicketFields();
  const words = useValueWords();
  const [opened, setOpened] = useState(false);
  if (fields.length === 0) return null;
  const [chosen] = Object.entries(fieldIn(search) ?? {});
  const field = fields.find(({ key }) => key === chosen?.[0]);
  const put = (all: string[]) => {
    setOpened(false);
    onPut(withWords(search, 'field', all));
  };
  return (
    <span className={classes.one} data-on={field !== undefined}>
      <Popover opened={opened} onChange={setOpened} width={264} position="bottom-start" trapFocus returnFocus>
        <Popover.Target>
          <button type="button" className={classes.plain} onClick={() => setOpened(!opened)}>
            {field ? labelOf(field) : t('fields.one')}
            {field && chosen && <b>{words(field, chosen[1])}</b>}
            <IconChevronDown size={14} aria-hidden="true" />
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <Chooser first={field?.key} onChoose={(key, value) => put([fieldWord(key, value)])} />
        </Popover.Dropdown>
      </Popover>
      {field && (
        <button
          type="button"
          className={classes.clear}
          aria-label={t('tickets:list.clearFilter', { name: labelOf(field) })}
          onClick={() => put([])}
        >
          <IconX size={14} />
        </button>
      )}
    </span>
  );
}

function Chooser(props: { first: string | undefined; onChoose: (key: string, value: FieldValue) => void }) {
  const { t } = useTranslation('desk');
  const fields = useTicketFields();
  const [key, setKey] = useState(props.first ?? fields[0]?.key);
  const [value, setValue] = useState<FieldValue | null>(null);
  const field = fields.find((each) => each.key === key);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (field && value !== null) props.onChoose(field.key, value);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Select
          label={t('fields.one')}
          data={fields.map((each) => ({ value: each.key, label: labelOf(each) }))}
          value={key ?? null}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          onChange={(next) => {
            setKey(next ?? undefined);
            setValue(null);
          }}
        />
        {field && <FieldInput field={field} value={value ?? undefined} inPopover onChange={setValue} />}
        <Button type="submit" size="xs" disabled={value === null}>
          {t('fields.filter')}
        </Button>
      </Stack>
    </form>
  );
}
