import { ActionIcon, Tooltip } from '@mantine/core';
import { IconBold, IconCode, IconItalic, IconQuote } from '@tabler/icons-react';
import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { isMac } from '../app/keys.ts';
import { type Mark, quoteLines, toggleMark } from './format.ts';
import { editSelection } from './insert-text.ts';

type Field = RefObject<HTMLTextAreaElement | null>;

/** Bold, italic, code, quote: for the selection of a Markdown field. */
export function MarkTools({ field }: { field: Field }) {
  const { t } = useTranslation('chat');
  return (
    <>
      <MarkButton mark="bold" keys="B" icon={<IconBold size={16} />} field={field} />
      <MarkButton mark="italic" keys="I" icon={<IconItalic size={16} />} field={field} />
      <MarkButton mark="code" keys="E" icon={<IconCode size={16} />} field={field} />
      <Tool label={t('composer.quote')} onClick={() => editSelection(field, quoteLines)}>
        <IconQuote size={16} />
      </Tool>
    </>
  );
}

function MarkButton(props: { mark: Mark; keys: string; icon: ReactNode; field: Field }) {
  const { t } = useTranslation(['chat', 'common']);
  const keys = `${isMac ? '⌘' : `${t('common:keys.ctrl')} `}${props.keys}`;
  return (
    <Tool
      label={`${t(`composer.${props.mark}`)} (${keys})`}
      onClick={() =>
        editSelection(props.field, (text, start, end) => toggleMark(text, start, end, props.mark))
      }
    >
      {props.icon}
    </Tool>
  );
}

/** A button of the field that leaves the selection in the text. */
export function Tool(props: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip label={props.label}>
      <ActionIcon
        size={28}
        aria-label={props.label}
        onPointerDown={(event) => event.preventDefault()}
        onClick={props.onClick}
      >
        {props.children}
      </ActionIcon>
    </Tooltip>
  );
}
