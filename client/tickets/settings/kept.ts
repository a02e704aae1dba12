type Kept = { id: string; name: string };

/** What is kept, with one that was saved in its place by name. */
export const withKept = <T extends Kept>(all: readonly T[], saved: T): T[] =>
  [...all.filter(({ id }) => id !== saved.id), saved].sort((a, b) => a.name.localeCompare(b.name));

export const withoutKept = <T extends Kept>(all: readonly T[], { id }: Kept): T[] =>
  all.filter((each) => each.id !== id);
