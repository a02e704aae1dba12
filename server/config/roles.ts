/** What a process does. A single machine plays all of them. */
export const roles = ['hub', 'media'] as const;

export type Role = (typeof roles)[number];
