import { useEffect } from 'react';
import { useMentions } from './badges.ts';
import { useSession } from './session.ts';

/** Names the tab: `(2) general · Acme`. */
export function usePageTitle(title: string): void {
  const organisation = useSession((session) => session.organisationName) ?? 'Entente';
  const mentions = useMentions();
  useEffect(() => {
    document.title = `${mentions > 0 ? `(${mentions}) ` : ''}${title} · ${organisation}`;
  }, [title, organisation, mentions]);
}
