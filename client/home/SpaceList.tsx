import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { SpaceIcon } from '../accounts/SpaceIcon.tsx';
import { spacesQuery } from '../accounts/spaces.core.ts';
import { LinkButton } from '../app/LinkButton.tsx';
import classes from './HomePage.module.css';

const most = 8;

export function SpaceList() {
  const { t } = useTranslation('common');
  const list = useQuery(spacesQuery());
  if (!list.isSuccess) return null;
  const mine = list.data.spaces
    .filter(({ role, archivedAt }) => role !== null && archivedAt === null)
    .slice(0, most);
  return (
    <section className={classes.section} aria-labelledby="home-spaces">
      <h2 id="home-spaces" className={classes.heading}>
        {t('home.spaces')}
      </h2>
      {mine.length === 0 && (
        <div className={classes.nothing}>
          <strong>{t('home.noSpaces')}</strong>
          {t('home.noSpacesHint')}
          <div>
            <LinkButton to="/spaces" variant="default" size="xs">
              {t('home.openSpaces')}
            </LinkButton>
          </div>
        </div>
      )}
      <ul className={classes.list}>
        {mine.map(({ id, kind, name }) => (
          <li key={id}>
            <Link className={classes.row} to="/spaces/$spaceId" params={{ spaceId: id }}>
              <span className={classes.rowIcon}>
                <SpaceIcon kind={kind} />
              </span>
              <span className={classes.words}>
                <span className={classes.name}>{name}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
