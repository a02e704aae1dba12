import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** What moves one of a list; undefined where it is the first or the last. */
export type Moves = { onUp: (() => void) | undefined; onDown: (() => void) | undefined };
type Props = Moves & { name: string; words: { up: string; down: string } };

/** Gives one of a list another place in it. */
export function MoveButtons({ name, words, onUp, onDown }: Props) {
  const move = (label: string, icon: ReactNode, act: (() => void) | undefined) => (
    <Tooltip label={label}>
      <ActionIcon aria-label={`${label}: ${name}`} disabled={!act} onClick={act}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
  return (
    <>
      {move(words.up, <IconArrowUp size={16} />, onUp)}
      {move(words.down, <IconArrowDown size={16} />, onDown)}
    </>
  );
}
