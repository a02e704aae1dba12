import * as accounts from './accounts.ts';
import * as admin from './admin.ts';
import * as chat from './chat.ts';
import * as connectors from './connectors.ts';
import * as cost from './cost.ts';
import type { CommandDef, EventDef, RouteDef } from './define.ts';
import * as desk from './desk.ts';
import * as deskTools from './desk-tools.ts';
import * as fields from './fields.ts';
import * as hub from './hub.ts';
import * as media from './media.ts';
import * as meetings from './meetings.ts';
import * as nodes from './nodes.ts';
import * as panels from './panels.ts';
import * as presence from './presence.ts';
import * as rules from './rules.ts';
import * as spaces from './spaces.ts';
import * as tickets from './tickets.ts';
import * as widget from './widget.ts';
import * as wall from './wall.ts';

// Only what speaks of the whole contract imports this file: the OpenAPI document, the fuzz test, the version guard.
const values: unknown[] = [
  accounts,
  spaces,
  chat,
  presence,
  meetings,
  media,
  tickets,
  rules,
  widget,
  desk,
  deskTools,
  fields,
  panels,
  wall,
  connectors,
  nodes,
  admin,
  cost,
  hub,
].flatMap((module) => Object.values(module));

const isKind = (value: unknown, kind: string) =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;

export const allCommands: CommandDef[] = values.filter((value): value is CommandDef =>
  isKind(value, 'command'),
);
export const allEvents: EventDef[] = values.filter((value): value is EventDef => isKind(value, 'event'));
export const allRoutes: RouteDef[] = values.filter((value): value is RouteDef => isKind(value, 'route'));
