import type { CSSProperties } from 'react';
import type { LabelColor } from '#shared/contract/labels.ts';

/** For an element whose `--label` is a colour that somebody chose. */
export const colorStyle = (color: LabelColor | null) =>
  color === null ? {} : { style: { '--label': `var(--label-${color})` } as CSSProperties };
