import { type ReactNode, useState } from 'react';
import type { Ticket } from '#shared/contract/tickets.ts';
import type { Changes } from './core/changes.ts';
import { changeTickets, claimTickets } from './do.ts';
import { MacroPicker } from './macros/MacroPicker.tsx';
import type { PickField } from './pick/choices.tsx';
import { PickDialog } from './pick/PickDialog.tsx';

const fields: Partial<Record<string, PickField>> = {
  a: 'assignee',
  s: 'status',
  p: 'priority',
  i: 'impact',
  m: 'queue',
};

/** The desk's single keys for one ticket or for those selected; `choose` opens a field as its key does. */
export function useTicketKeys(targets: () => readonly Ticket[]): {
  /** True: the key meant something. */
  pressed: (key: string) => boolean;
  choose: (field: PickField) => void;
  chooseMacro: () => void;
  dialog: ReactNode;
} {
  const [field, setField] = useState<PickField | null>(null);
  /** What a macro is chosen for. */
  const [meant, setMeant] = useState<readonly Ticket[] | null>(null);
  const chooseMacro = () => setMeant(targets());
  const change = (changes: Changes) => void changeTickets(targets(), { changes });
  return {
    pressed: (key) => {
      if (targets().length === 0) return false;
      const wanted = fields[key];
      if (wanted) setField(wanted);
      else if (key === 'M') chooseMacro();
      else if (key === 'c') void claimTickets(targets());
      else if (key === 'e') change({ status: 'solved' });
      else return false;
      return true;
    },
    choose: setField,
    chooseMacro,
    dialog: (
      <>
        <PickDialog field={field} onPick={change} onClose={() => setField(null)} />
        {meant && <MacroPicker tickets={meant} onClose={() => setMeant(null)} />}
      </>
    ),
  };
}
