/** Apart from their schemas: a small client needs the names alone. */
export const hubEvents = {
  welcomed: 'hub:welcomed',
  draining: 'hub:draining',
  resync: 'hub:resync',
  revoked: 'hub:revoked',
} as const;
