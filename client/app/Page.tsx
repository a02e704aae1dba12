import { ActionIcon, Skeleton, Text, VisuallyHidden } from '@mantine/core';
import { IconArrowLeft, IconChevronDown, IconX } from '@tabler/icons-react';
import { createContext, type ReactNode, use, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Page.module.css';

export { EmptyState, Failure } from './States.tsx';

import { useResizableSideBar } from './side-bar.ts';
import { usePageTitle } from './title.ts';
import { usePhone } from './use-phone.ts';

/** True in a side bar that is the whole page: its title is the page's. */
const Alone = createContext(false);

/** A module's page: its side bar, the content beside it. At phone width one of the two fills the screen. */
export function SplitPage(props: {
  /** Usually a `<SideBar>`. */
  sideBar: ReactNode;
  /** What a phone shows. */
  showing: 'sideBar' | 'content';
  children: ReactNode;
}) {
  const alone = usePhone() && props.showing === 'sideBar';
  return (
    <div className={classes.split} data-showing={props.showing}>
      <Alone value={alone}>{props.sideBar}</Alone>
      {props.children}
    </div>
  );
}

/** The list of a module: resizable, remembered. */
export function SideBar(props: {
  /** Names the landmark; shown on top unless `header` replaces it. */
  title: string;
  /** Small buttons beside the title. */
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation('common');
  const { width, handle } = useResizableSideBar();
  const id = useId();
  return (
    <nav className={classes.sideBar} style={{ '--side-bar-width': `${width}px` }} aria-labelledby={id}>
      <div className={classes.sideBarHeader}>
        {use(Alone) ? (
          <h1 id={id} className={classes.sideBarTitle} tabIndex={-1} data-page-title>
            {props.title}
          </h1>
        ) : (
          <h2 id={id} className={classes.sideBarTitle}>
            {props.title}
          </h2>
        )}
        <div className={classes.actions}>{props.actions}</div>
      </div>
      <div className={classes.sideBarBody}>{props.children}</div>
      <div className={classes.handle} {...handle} aria-label={t('shell.resizeSideBar')} />
    </nav>
  );
}

/** A titled group of a side bar that folds and remembers it when `storageKey` is given. */
export function SideBarSection(props: {
  title: string;
  action?: ReactNode;
  storageKey?: string;
  /** What stays in sight while it is folded: lines with something new. */
  whenFolded?: ReactNode;
  children: ReactNode;
}) {
  const { storageKey } = props;
  const [open, setOpen] = useState(
    () => storageKey === undefined || localStorage.getItem(`entente.fold.${storageKey}`) === null,
  );
  const id = useId();
  const toggle = () => {
    setOpen(!open);
    if (storageKey === undefined) return;
    if (open) localStorage.setItem(`entente.fold.${storageKey}`, '1');
    else localStorage.removeItem(`entente.fold.${storageKey}`);
  };
  return (
    <section className={classes.section}>
      <div className={classes.sectionHeader}>
        <button
          type="button"
          className={classes.sectionToggle}
          aria-expanded={open}
          aria-controls={id}
          onClick={toggle}
        >
          <IconChevronDown size={14} aria-hidden="true" className={classes.chevron} />
          <span>{props.title}</span>
        </button>
        {props.action}
      </div>
      <div id={id} hidden={!open}>
        {props.children}
      </div>
      {!open && props.whenFolded}
    </section>
  );
}

/** The content column: header, body, perhaps details beside. */
export function Page(props: { children: ReactNode; details?: ReactNode }) {
  return (
    <div className={classes.page}>
      <div className={classes.column}>{props.children}</div>
      {props.details}
    </div>
  );
}

/** The one `h1` of a page. It takes the focus after a change of route and names the tab. */
export function PageHeader(props: {
  title: string;
  /** When the tab's title should differ. */
  tabTitle?: string;
  icon?: ReactNode;
  /** A quiet line behind the title. */
  subtitle?: ReactNode;
  /** Shows a back arrow at phone width. */
  onBack?: () => void;
  actions?: ReactNode;
}) {
  const { t } = useTranslation('common');
  usePageTitle(props.tabTitle ?? props.title);
  return (
    <header className={classes.header}>
      {props.onBack && (
        <ActionIcon className={classes.back} size="lg" aria-label={t('actions.back')} onClick={props.onBack}>
          <IconArrowLeft size={20} />
        </ActionIcon>
      )}
      {props.icon && <span className={classes.headerIcon}>{props.icon}</span>}
      <div className={classes.titles}>
        <h1 className={classes.title} tabIndex={-1} data-page-title>
          {props.title}
        </h1>
        {props.subtitle && <div className={classes.subtitle}>{props.subtitle}</div>}
      </div>
      <div className={classes.actions}>{props.actions}</div>
    </header>
  );
}

/** Scrolls. `reading` keeps lines short, `full` has no padding. */
export function PageBody(props: { width?: 'reading' | 'fluid' | 'full'; children: ReactNode }) {
  return (
    <div className={classes.body} data-width={props.width ?? 'fluid'}>
      {props.width === 'full' ? props.children : <div className={classes.bodyInner}>{props.children}</div>}
    </div>
  );
}

/** What belongs to the content: members, a thread. Beside it on a desk, over it on a phone. */
export function Details(props: {
  title: string;
  onClose: () => void;
  /** False where a list beside it is walked through with the keyboard. */
  takesFocus?: boolean;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation('common');
  const id = useId();
  const root = useRef<HTMLElement>(null);
  const { takesFocus = true } = props;
  useEffect(() => {
    if (takesFocus) root.current?.focus({ preventScroll: true });
  }, [takesFocus]);
  return (
    <aside
      ref={root}
      className={classes.details}
      aria-labelledby={id}
      tabIndex={-1}
      data-details
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) props.onClose();
      }}
    >
      <div className={classes.detailsHeader}>
        <h2 id={id} className={classes.detailsTitle}>
          {props.title}
        </h2>
        <div className={classes.actions}>
          {props.actions}
          <ActionIcon aria-label={t('actions.close')} onClick={props.onClose}>
            <IconX size={18} />
          </ActionIcon>
        </div>
      </div>
      <div className={classes.detailsBody}>{props.children}</div>
    </aside>
  );
}

/** Grey lines in the place of rows that are on their way. */
export function RowsSkeleton({ rows = 6, avatar = true }: { rows?: number; avatar?: boolean }) {
  const { t } = useTranslation('common');
  return (
    <div aria-busy="true">
      <VisuallyHidden>{t('shell.loading')}</VisuallyHidden>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={classes.skeletonRow} aria-hidden="true">
          {avatar && <Skeleton height={32} width={32} radius="md" />}
          <div className={classes.skeletonLines}>
            <Skeleton height={10} width={`${62 - ((row * 17) % 34)}%`} radius="sm" />
            <Skeleton height={8} width={`${38 - ((row * 11) % 20)}%`} radius="sm" />
          </div>
        </div>
      ))}
    </div>
  );
}

/** Small print. */
export const Quiet = ({ children }: { children: ReactNode }) => (
  <Text component="span" size="sm" c="dimmed">
    {children}
  </Text>
);
