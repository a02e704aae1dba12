import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TicketId } from '#shared/contract/ids.ts';
import { listTickets } from '#shared/contract/tickets.ts';
import { commandQuery } from '../../app/query.ts';

/** Another ticket, found by its number or its words. */
export function TicketField(props: {
  label: string;
  /** Not this one. */
  except: TicketId;
  value: TicketId | null;
  onChange: (ticketId: TicketId | null) => void;
}) {
  const { t } = useTranslation('tickets');
  const [words, setWords] = useState('');
  const [text] = useDebouncedValue(words.trim(), 200);
  const { data } = useQuery({
    ...commandQuery(listTickets, { filter: text === '' ? {} : { text }, limit: 10 }),
    // Whoever opens the field wants what is there now.
    staleTime: 0,
    placeholderData: (old) => old,
  });
  const found = (data?.tickets ?? []).filter(({ id }) => id !== props.except);
  return (
    <Select
      label={props.label}
      placeholder={t('links.find')}
      size="xs"
      data={found.map(({ id, number, subject }) => ({ value: id, label: `#${number} ${subject}` }))}
      value={props.value}
      searchable
      clearable
      filter={({ options }) => options}
      nothingFoundMessage={t('pick.nothing')}
      onSearchChange={(typed) => {
        // A chosen one's label is no search.
        if (!found.some(({ number, subject }) => typed === `#${number} ${subject}`)) setWords(typed);
      }}
      onChange={(value) => props.onChange(value === null ? null : TicketId.parse(value))}
    />
  );
}
