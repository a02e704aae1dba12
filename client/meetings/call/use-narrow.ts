import { useMediaQuery } from '@mantine/hooks';

/** A phone held upright. */
export const useNarrow = (): boolean =>
  useMediaQuery('(max-width: 47.99em)', undefined, { getInitialValueInEffect: false });
