import type { Bus } from './bus.ts';

/** Does `work` while this node has the lease; nothing while another one has it. `lost` aborts when somebody else may begin. */
export async function onOneNode(
  bus: Bus,
  name: string,
  leaseMs: number,
  work: (lost: AbortSignal) => Promise<void>,
): Promise<void> {
  const lease = await bus.lease(name, leaseMs);
  if (!lease) return;
  const renewing = setInterval(() => void lease.renew().catch(() => {}), leaseMs / 3);
  try {
    await work(lease.lost);
  } finally {
    clearInterval(renewing);
    await lease.release().catch(() => {});
  }
}
