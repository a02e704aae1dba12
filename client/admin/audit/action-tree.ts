/** Actions below their domains: `people`, `people.restored`, `people.suspended`. A domain can be chosen too. */
export function actionTree(actions: readonly string[]): string[] {
  const domains = Map.groupBy(actions.toSorted(), (action) => action.split('.')[0] ?? action);
  return [...domains].flatMap(([domain, inside]) => [
    domain,
    ...inside.filter((action) => action !== domain),
  ]);
}
