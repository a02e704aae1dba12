import type { Locale } from '#shared/contract/accounts.ts';
import type { TicketId } from '#shared/contract/ids.ts';
import type { WidgetFace } from '#shared/contract/widget.ts';
import { browserStorage, createKeep } from '../app/keep.ts';
import { textOn } from './accent.ts';
import { conversationView } from './conversation-view.ts';
import { fill, h, setAttribute, setText } from './dom.ts';
import { sentenceOf } from './form.ts';
import { homeView } from './home-view.ts';
import { icon } from './icons.ts';
import { createSeen } from './seen.ts';
import { startView } from './start-view.ts';
import { createTexts } from './texts.ts';
import { createVisit } from './visit.core.ts';
import css from './widget.css?inline';

export type WidgetOptions = { hubUrl: string; key: string; locale: Locale; isPage: boolean };
type View = { element: HTMLElement; update(): void; focus(): void };
type Place = 'home' | 'start' | TicketId;

/** The launcher and its panel, in a shadow tree that the site's styles do not reach. Nothing is shown where it may not be. */
export async function startWidget({ hubUrl, key, locale, isPage }: WidgetOptions): Promise<void> {
  const texts = createTexts(locale);
  const { t } = texts;
  const keep = createKeep(browserStorage('localStorage'), 'widget', () => key);
  const seen = createSeen(keep);
  const visit = createVisit({ hubUrl, key, locale, keep, onChange: () => update() });
  const face = await visit.face();

  const host = document.createElement('entente-widget');
  const shadow = host.attachShadow({ mode: 'open' });
  shadow.adoptedStyleSheets = [sheet(css), sheet(themeOf(face))];
  setAttribute(host, 'data-side', face.theme.side);
  setAttribute(host, 'data-page', isPage);
  followScheme(host, face);

  let place: Place = 'home';
  let view: View | undefined;
  let isOpen = false;
  /** Of what was asked for above the view; until one goes elsewhere. */
  let problem = '';

  const title = h('h2', { id: 'title' });
  const back = h(
    'button',
    { class: 'tool leading', type: 'button', 'aria-label': t('back'), onclick: () => go('home') },
    icon('back'),
  );
  const close = h(
    'button',
    {
      class: 'tool',
      type: 'button',
      'aria-label': t('close'),
      hidden: isPage,
      onclick: () => setOpen(false),
    },
    icon('close'),
  );
  const call = h(
    'button',
    {
      class: 'tool',
      type: 'button',
      'aria-label': t('call'),
      hidden: true,
      onclick: () => void enterCall(true),
    },
    icon('phone'),
  );
  const banner = h('div', { class: 'banner', role: 'status', hidden: true });
  const room = h('div', { class: 'view' });
  const panel = h(
    'section',
    { class: 'panel', role: isPage ? 'main' : 'dialog', 'aria-labelledby': 'title', hidden: true },
    h('div', { class: 'head' }, back, title, call, close),
    banner,
    room,
  );
  const badge = h('span', { class: 'badge', 'aria-hidden': 'true', hidden: true });
  const launcher = h(
    'button',
    { class: 'launcher', type: 'button', hidden: isPage, onclick: () => setOpen(!isOpen) },
    icon('chat'),
    badge,
  );
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !isPage) setOpen(false);
  });
  shadow.append(h('div', { class: 'root', lang: locale }, panel, launcher));

  function make(): View {
    if (place === 'home')
      return homeView({
        texts,
        greeting: face.greeting[locale].trim(),
        visit,
        unreadOf: (conversation) => seen.unread(conversation, visit.me?.id),
        onOpen: go,
        onStart: () => go('start'),
      });
    const conversation = place === 'start' ? undefined : visit.find(place);
    if (conversation)
      return conversationView({ texts, visit, conversation, onJoin: () => void enterCall(false) });
    return startView({
      texts,
      face,
      isStranger: !visit.isKnown,
      draft: {
        read: () => String(keep.read('draft') ?? ''),
        write: (body) => keep.write('draft', body || undefined),
      },
      async submit(introduction, body) {
        if (introduction) await visit.introduce(introduction);
        go(await visit.whenOpened(visit.say(null, body)));
      },
    });
  }

  /** The window opens with the click, for browsers keep closed what opens later; it learns afterwards where it leads. */
  async function enterCall(start: boolean): Promise<void> {
    const conversation = place === 'home' || place === 'start' ? undefined : visit.find(place);
    const opened = window.open('', '_blank');
    if (opened) opened.opener = null;
    try {
      const url = await conversation?.enterCall({ start });
      problem = opened ? '' : t('callBlocked');
      if (opened && url) opened.location.href = url;
    } catch (error) {
      opened?.close();
      problem = sentenceOf(texts, error);
    }
    update();
  }

  function go(to: Place): void {
    place = to;
    problem = '';
    view = make();
    fill(room, [view.element]);
    if (to !== 'home' && to !== 'start')
      visit
        .find(to)
        ?.catchUp()
        .catch(() => {});
    update();
    if (isOpen) view.focus();
  }

  function setOpen(open: boolean): void {
    isOpen = open;
    panel.hidden = !open;
    setAttribute(host, 'data-open', open);
    if (open) go(whereTo());
    else launcher.focus();
    update();
  }

  /** The one conversation that has news, else where one was; a stranger writes at once. */
  function whereTo(): Place {
    if (!visit.isKnown || (visit.isRead && visit.conversations.length === 0)) return 'start';
    const withNews = visit.conversations.filter((each) => seen.unread(each, visit.me?.id) > 0);
    if (withNews.length === 1 && withNews[0]) return withNews[0].ticket.id;
    return place === 'start' ? 'home' : place;
  }

  function update(): void {
    const isRead = isOpen && document.visibilityState === 'visible';
    const shown = place === 'home' || place === 'start' ? undefined : visit.find(place);
    if (isRead && shown) seen.look(shown);
    view?.update();
    setText(title, shown?.ticket.subject ?? face.title[locale]);
    back.hidden = place === 'home' || visit.conversations.length === 0;
    call.hidden = !face.calls || shown === undefined || shown.ticket.status === 'closed';
    const isAway = visit.state === 'reconnecting' || visit.state === 'connecting';
    const away = isAway ? t(visit.state === 'connecting' ? 'connecting' : 'offline') : '';
    banner.hidden = !isAway && problem === '';
    setText(banner, away || problem);
    const unread = visit.conversations.reduce((sum, each) => sum + seen.unread(each, visit.me?.id), 0);
    badge.hidden = unread === 0;
    setText(badge, String(unread));
    const words = { name: face.organisationName, count: String(unread) };
    setAttribute(launcher, 'aria-label', t(unread === 0 ? 'launcher' : 'launcherUnread', words));
    setAttribute(launcher, 'aria-expanded', String(isOpen));
  }

  document.addEventListener('visibilitychange', update);
  document.body.append(host);
  if (isPage) {
    document.title = face.organisationName;
    document.documentElement.lang = locale;
    const failed = await useLink();
    setOpen(true);
    problem = failed;
    update();
  } else update();
  visit.connect();

  /** The secret of a link leaves the address at once: it is not for the history. Answers what went wrong. */
  async function useLink(): Promise<string> {
    const secret = location.hash.slice(1);
    if (secret === '') return '';
    history.replaceState(null, '', location.pathname);
    return await visit.comeBack(secret).then(
      () => '',
      () => t('linkGone'),
    );
  }
}

function sheet(text: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}

const themeOf = ({ theme: { accent } }: WidgetFace): string =>
  `:host { --accent: ${accent}; --on-accent: ${textOn(accent)}; }`;

function followScheme(host: HTMLElement, { theme: { scheme } }: WidgetFace): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const set = () =>
    setAttribute(
      host,
      'data-scheme',
      scheme === 'dark' || (scheme === 'auto' && dark.matches) ? 'dark' : 'light',
    );
  dark.addEventListener('change', set);
  set();
}
