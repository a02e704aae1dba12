/** Actions with their domains before them, for a list in two levels: `people`, `people.suspended`. */
export function actionTree(actions: readonly string[]): { action: string; depth: 0 | 1 }[] {
  const domains = Map.groupBy(actions.toSorted(), (action) => action.split('.')[0] ?? action);
  return [...domains].flatMap(([domain, inside]) => [
    { action: domain, depth: 0 as const },
    ...inside.filter((action) => action !== domain).map((action) => ({ action, depth: 1 as const })),
  ]);
}
