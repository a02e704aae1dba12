import { useRouter } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';
import classes from './ListLink.module.css';
import { useScene } from './use-wall.ts';

export type ListFilter = Partial<
  Record<
    'status' | 'priority' | 'impact' | 'queue' | 'company' | 'assignee' | 'waiting' | 'channel' | 'sla',
    string
  >
>;

/** A number or a line leads to the tickets behind it. */
export function ListLink(props: {
  to: ListFilter | string;
  className?: string | undefined;
  children: ReactNode;
}) {
  const { hasLinks } = useScene();
  const router = useRouter();
  if (!hasLinks) return <span className={props.className}>{props.children}</span>;
  const { to } = props;
  const href = typeof to === 'string' ? `/tickets/${to}` : `/tickets?${new URLSearchParams(to)}`;
  const open = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    router.history.push(href);
  };
  return (
    <a href={href} className={`${classes.link} ${props.className ?? ''}`} onClick={open}>
      {props.children}
    </a>
  );
}
