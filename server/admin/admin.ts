import type { Platform } from '#server/platform/platform.ts';
import { createAuditLog } from './audit/log.service.ts';
import { createRetention } from './audit/retention.ts';
import { createAutoscale } from './autoscale/autoscale.service.ts';
import { createHealth } from './health/health.service.ts';
import type { AdminNeeds } from './needs.ts';
import { createNodes } from './nodes/nodes.service.ts';
import { createLiveRooms } from './nodes/rooms.service.ts';
import { createOverview } from './overview.service.ts';

/** The console's server: nodes, rooms, people, settings, health, the audit log and autoscaling. For administrators only. */
export function createAdmin(platform: Platform, needs: AdminNeeds) {
  const parts = { ...platform, ...needs };
  const nodes = createNodes(parts);
  const health = createHealth({ ...parts, nodes });
  const autoscale = createAutoscale({ ...parts, nodes });
  return {
    nodes,
    health,
    autoscale,
    rooms: createLiveRooms(parts),
    overview: createOverview({ ...parts, nodes }),
    log: createAuditLog(parts),
    cutOld: createRetention({ ...parts, auditDays: () => needs.settings.current().auditDays }),
    async close(): Promise<void> {
      await autoscale.close();
      await nodes.close();
      await health.close();
    },
  };
}
export type Admin = ReturnType<typeof createAdmin>;
