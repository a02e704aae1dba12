import { type ComponentProps, lazy, type Ref, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PersonAvatar } from './Avatar.tsx';
import { useMe } from './hub.ts';
import classes from './MyMenu.module.css';

const loadMenu = () => import('./MyMenu.tsx');
const MyMenu = lazy(loadMenu);
const preload = () => void loadMenu();

export type Side = 'right' | 'top';

/** My picture. The menu behind it is loaded when a pointer or the focus comes near. */
export function MyMenuButton({ side }: { side: Side }) {
  const [wanted, setWanted] = useState(false);
  const button = (
    <MyFace
      side={side}
      aria-haspopup="menu"
      onPointerEnter={preload}
      onFocus={preload}
      onClick={() => setWanted(true)}
    />
  );
  return wanted ? (
    <Suspense fallback={button}>
      <MyMenu side={side} />
    </Suspense>
  ) : (
    button
  );
}

type FaceProps = ComponentProps<'button'> & { side: Side; ref?: Ref<HTMLButtonElement> };

export function MyFace({ side, className = '', ...button }: FaceProps) {
  const { t } = useTranslation('common');
  const me = useMe();
  return (
    <button type="button" className={`${classes.target} ${className}`} data-side={side} {...button}>
      <PersonAvatar person={me} size={side === 'right' ? 32 : 26} presence />
      {side === 'top' && <span>{t('menu.me')}</span>}
      <span className={classes.hidden}>{t('menu.open', { name: me.displayName })}</span>
    </button>
  );
}
