/** The console's pages in the order of the side bar, in groups that a line parts. */
export const sectionGroups = [
  ['nodes', 'rooms', 'health', 'audit'],
  ['people', 'spaces', 'invitations', 'widgets', 'rules', 'sla', 'settings', 'connectors'],
  ['autoscale', 'cost'],
] as const;
export type Section = (typeof sectionGroups)[number][number];
export const sections: readonly Section[] = sectionGroups.flat();
