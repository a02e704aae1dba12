import { Select, SimpleGrid, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { ChangeEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldValues, TicketField } from '#shared/contract/fields.ts';
import { maxTicketBody, TicketImpact, TicketPriority } from '#shared/contract/tickets.ts';
import { FieldInput } from '../fields/FieldInput.tsx';
import { useAtDesk, useOpenQueues } from '../use-tickets.ts';

/** What is typed or chosen of a ticket that is not there yet. */
export type DraftTexts = { subject: string; body: string; queue: string; priority: string; impact: string };
export type DraftRest = { tags: string[]; values: FieldValues };
export const emptyTexts: DraftTexts = {
  subject: '',
  body: '',
  queue: '',
  priority: 'normal',
  impact: 'none',
};

type Props = {
  form: {
    values: DraftTexts;
    text: (name: 'subject' | 'body') => {
      value: string;
      error: string | undefined;
      onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => void;
    };
    set: (name: 'queue' | 'priority' | 'impact', value: string) => void;
  };
  rest: DraftRest;
  onRest: (rest: DraftRest) => void;
  /** Those to ask for. */
  fields: readonly TicketField[];
  /** What stands for no queue, where there need be none. */
  anyQueue?: string;
};

/** A ticket that is not there yet: a new one, or what new ones begin with. */
export function DraftFields({ form, rest, onRest, fields, anyQueue }: Props) {
  const { t } = useTranslation('tickets');
  const atDesk = useAtDesk();
  const queues = useOpenQueues();
  const { values, set } = form;
  const first = anyQueue === undefined ? (queues[0]?.id ?? null) : null;
  const options = (name: 'priority' | 'impact', all: readonly string[]) => (
    <Select
      label={t(`fields.${name}`)}
      data={all.map((value) => ({ value, label: t(`${name}.${value}`) }))}
      value={values[name]}
      allowDeselect={false}
      onChange={(value) => set(name, value ?? values[name])}
    />
  );
  return (
    <>
      <TextInput {...form.text('subject')} label={t('fields.subject')} maxLength={200} data-autofocus />
      <Textarea
        {...form.text('body')}
        label={t('create.body')}
        description={t('create.bodyHint')}
        autosize
        minRows={5}
        maxRows={14}
        maxLength={maxTicketBody}
      />
      {atDesk && (
        <>
          <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
            <Select
              label={t('fields.queue')}
              placeholder={anyQueue ?? ''}
              data={queues.map(({ id, name }) => ({ value: id, label: name }))}
              value={values.queue || first}
              allowDeselect={false}
              clearable={anyQueue !== undefined}
              onChange={(value) => set('queue', value ?? '')}
            />
            {options('priority', TicketPriority.options)}
            {options('impact', TicketImpact.options)}
          </SimpleGrid>
          <TagsInput
            label={t('fields.tags')}
            value={rest.tags}
            maxTags={20}
            acceptValueOnBlur
            onChange={(tags) => onRest({ ...rest, tags })}
          />
        </>
      )}
      {fields.map((field) => (
        <FieldInput
          key={field.key}
          field={field}
          value={rest.values[field.key]}
          onChange={(value) => {
            const { [field.key]: _, ...others } = rest.values;
            onRest({ ...rest, values: value === null ? others : { ...others, [field.key]: value } });
          }}
        />
      ))}
    </>
  );
}

/** Of values those of fields that are asked for. */
export const valuesOf = (fields: readonly TicketField[], values: FieldValues): FieldValues =>
  Object.fromEntries(Object.entries(values).filter(([key]) => fields.some((field) => field.key === key)));
