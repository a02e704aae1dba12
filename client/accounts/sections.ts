export const sections = ['profile', 'preferences', 'security', 'tokens'] as const;
export type Section = (typeof sections)[number];
export const isSection = (name: string): name is Section => (sections as readonly string[]).includes(name);
