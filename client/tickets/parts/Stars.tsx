import { IconStar, IconStarFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { maxStars } from '#shared/contract/tickets.ts';
import classes from './marks.module.css';

export const allStars = Array.from({ length: maxStars }, (_, index) => index + 1);

/** How satisfied somebody was. */
export function Stars({ stars }: { stars: number }) {
  const { t } = useTranslation('tickets');
  return (
    <span className={classes.stars} role="img" aria-label={t('rating.stars', { count: stars })}>
      {allStars.map((star) =>
        star <= stars ? <IconStarFilled key={star} size={14} /> : <IconStar key={star} size={14} />,
      )}
    </span>
  );
}
