import { fileURLToPath } from 'node:url';
import type { Actor } from './accounts/actor.ts';
import type { Credentials } from './accounts/authenticate.ts';
import { accountsRoutes } from './accounts/accounts.routes.ts';
import { registerAccounts } from './accounts/accounts.socket.ts';
import { createAccounts } from './accounts/accounts.ts';
import { avatarPictures } from './accounts/avatars.routes.ts';
import { registerPeople } from './accounts/people.socket.ts';
import { secretHasher } from './accounts/secrets.ts';
import { spacesRoutes } from './accounts/spaces.routes.ts';
import { registerSpaces } from './accounts/spaces.socket.ts';
import { createSpaces } from './accounts/spaces.ts';
import { defineSweep, scheduleSweep } from './accounts/sweep.ts';
import { adminRoutes } from './admin/admin.routes.ts';
import { registerAdmin } from './admin/admin.socket.ts';
import { createAdmin } from './admin/admin.ts';
import { createAudit } from './admin/audit/audit.ts';
import { defineRetention, scheduleRetention } from './admin/audit/retention.ts';
import { chatRoutes } from './chat/chat.routes.ts';
import { createChat } from './chat/chat.service.ts';
import { registerChat } from './chat/chat.socket.ts';
import { type Config, publicUrlOf } from './config/config.ts';
import { scheduleConnectors } from './connectors/connectors.jobs.ts';
import { registerConnectors } from './connectors/connectors.socket.ts';
import { openConnectors } from './connectors/connectors.ts';
import { createApi } from './http/api.ts';
import { addressBehindProxies, createApp } from './http/app.ts';
import { credentialsOf } from './http/credentials.ts';
import type { Health } from './http/health.ts';
import { closeListener, createListener, listen } from './http/listener.ts';
import { scheduleImports } from './imports/imports.jobs.ts';
import { importsRoutes } from './imports/imports.routes.ts';
import { registerImports } from './imports/imports.socket.ts';
import { openImports } from './imports/imports.ts';
import { registerMedia } from './media/media.socket.ts';
import { createMediaNode } from './media/node/media-node.ts';
import { createMediaNodes } from './media/nodes.ts';
import { nodesRoutes } from './media/registry/registry.routes.ts';
import { createNodeRegistry } from './media/registry/registry.ts';
import { createRoomControl } from './media/room-control.ts';
import { createRooms } from './media/rooms.service.ts';
import { createMeetingAccess } from './meetings/access.ts';
import { meetingsRoutes } from './meetings/meetings.routes.ts';
import { registerMeetings } from './meetings/meetings.socket.ts';
import { createMeetings } from './meetings/meetings.ts';
import { registerPanels } from './panels/panels.socket.ts';
import { createPanels } from './panels/panels.ts';
import type { MemoryBusHub } from './platform/bus-memory-hub.ts';
import type { Logger } from './platform/logger.ts';
import { openPlatform } from './platform/open-platform.ts';
import { answerForProcess } from './platform/process-facts.ts';
import type { Commands } from './signaling/bind.ts';
import { createPublisher } from './signaling/publisher.ts';
import { createSignaling } from './signaling/signaling.ts';
import { deskRoutes } from './tickets/desk/desk.routes.ts';
import { registerDesk } from './tickets/desk/desk.socket.ts';
import { registerDeskTools } from './tickets/desk/desk-tools.socket.ts';
import { createDesk } from './tickets/desk/desk.ts';
import { createFigures } from './tickets/figures/figures.ts';
import { registerLabels } from './tickets/desk/labels.socket.ts';
import { registerRules } from './tickets/rules/rules.socket.ts';
import { createRules } from './tickets/rules/rules.ts';
import { defineRulesSweep, scheduleRulesSweep } from './tickets/rules/sweep.ts';
import { defineProof, scheduleProof } from './tickets/figures/proof.ts';
import { defineTicketSweep, scheduleTicketSweep } from './tickets/sweep.ts';
import { scheduleSla } from './tickets/sla/jobs.ts';
import { registerSla } from './tickets/sla/sla.socket.ts';
import { createSla } from './tickets/sla/sla.ts';
import { ticketsRoutes } from './tickets/tickets.routes.ts';
import { registerTickets } from './tickets/tickets.socket.ts';
import { createTickets } from './tickets/tickets.ts';
import { version } from './version.ts';
import { defineWidgetSweep, scheduleWidgetSweep } from './widget/sweep.ts';
import { widgetPages } from './widget/widget.pages.ts';
import { widgetRoutes } from './widget/widget.routes.ts';
import { registerWidget } from './widget/widget.socket.ts';
import { createWidget } from './widget/widget.ts';
import { registerWall } from './wall/wall.socket.ts';
import { createWall } from './wall/wall.ts';

const clientFolder = fileURLToPath(new URL('../dist/client', import.meta.url));

export type HubOptions = {
  logger: Logger;
  /** Something broke that the hub cannot mend by itself: it should end with this message. */
  onFatal(error: Error): void;
  /** Of tests: other nodes in this process. */
  busHub?: MemoryBusHub;
};

/** The only place that knows all parts: plain constructors, no container, a line or two a domain. */
export async function createHub(config: Config, { logger, onFatal, busHub }: HubOptions) {
  const platform = await openPlatform(config, { version, logger, onFatal, busHub });
  const { bus, db, jobs, metrics } = platform;
  const publisher = createPublisher(bus);
  const commands: Commands = new Map();
  let url = config.publicUrl ?? '';

  const audit = createAudit(platform);
  const accounts = createAccounts(platform, { publisher, audit, publicUrl: () => url });
  await accounts.settings.load();
  const spaces = createSpaces(platform, { publisher, audit });
  const access = createMeetingAccess({ db, spaces });
  const chat = createChat(platform, { publisher, people: accounts.people, spaces, meetings: access });
  const mediaNode = config.roles.includes('media')
    ? await createMediaNode({
        ...platform,
        config: config.media,
        name: config.nodeName,
        region: config.region,
      })
    : undefined;
  const nodes = await createMediaNodes(platform);
  const hashSecret = secretHasher(config.secrets.sessionPepper);
  const registry = await createNodeRegistry({
    ...platform,
    publicUrl: () => url,
    hashSecret,
    audit,
  });
  const control = createRoomControl(bus, nodes);
  const meetings = createMeetings(platform, {
    publisher,
    audit,
    settings: accounts.settings.current,
    access,
    spaces,
    people: accounts.people,
    guests: accounts.guests,
    organisationName: accounts.setup.organisationName,
    chat,
    nodes,
    rooms: control,
  });
  const figures = createFigures(platform);
  const tickets = createTickets(platform, {
    publisher,
    audit,
    people: accounts.people,
    meetings,
    figures,
  });
  const rules = createRules(platform, { audit, people: accounts.people, tickets, config });
  const sla = createSla(platform, { audit, publisher, figures, tickets });
  const connectors = openConnectors(platform, { audit, contacts: accounts.contacts, tickets });
  const imports = openImports(platform, { audit, contacts: accounts.contacts, tickets });
  const widget = createWidget(platform, {
    audit,
    publisher,
    accounts: accounts.visitors,
    settings: accounts.settings,
    tickets,
    meetings: access,
    hashSecret,
    publicUrl: () => url,
  });
  await widget.widgets.load();
  /** A visitor's token is good where its widget may be shown. */
  const authenticate = async (credentials: Credentials): Promise<Actor | undefined> => {
    const actor = await accounts.authenticate(credentials);
    if (actor) widget.widgets.requireSite(actor, credentials.foreignOrigin);
    return actor;
  };
  const panels = createPanels(platform, { publisher, spaces, chat, tickets, publicUrl: () => url });
  const wall = createWall(platform, {
    publisher,
    audit,
    figures,
    hashSecret,
    publicUrl: () => url,
  });
  const desk = createDesk(platform, { audit, publisher, people: accounts.people });
  spaces.onSpaceCreated(async (tx, space) => {
    await chat.spaceCreated(tx, space.id);
  });
  spaces.onMembershipChanged(async (tx, { space, personId, before }) => {
    if (before === null) await chat.memberAdded(tx, space.id, personId);
    else chat.membersChanged(tx, space.id);
  });
  spaces.onSpaceArchived((tx, space) => chat.membersChanged(tx, space.id));

  const signaling = createSignaling({
    bus,
    logger,
    metrics,
    version,
    commands,
    addressOf: (request) => addressBehindProxies(app)(request),
    authenticate,
    meOf: accounts.profile.getMe,
    audiencesOf: async (actor) =>
      (await Promise.all([spaces.audiencesOf(actor), meetings.audiencesOf(actor)])).flat(),
  });
  accounts.keepAlive(signaling.openSessions);
  signaling.openGate('/wall', wall.gate);
  const rooms = await createRooms({
    ...platform,
    nodes,
    control,
    meetings,
    presence: signaling.presence,
    turn: config.turn,
    region: config.region,
    missed: (region) => admin.autoscale.missed(region),
  });
  const answering = await answerForProcess(bus, { ...platform, connections: signaling.connections });
  const admin = createAdmin(platform, {
    audit,
    people: accounts.people,
    administration: accounts.administration,
    settings: accounts.settings,
    spaces,
    meetings,
    figures,
    media: nodes,
    control,
    joined: registry,
    facts: answering.facts,
    connectors,
    publicUrl: () => url,
  });
  registerAccounts(commands, accounts);
  registerPeople(commands, accounts);
  registerSpaces(commands, spaces);
  registerChat(commands, chat);
  registerMeetings(commands, meetings);
  registerMedia(commands, rooms);
  registerTickets(commands, tickets);
  registerRules(commands, rules);
  registerWidget(commands, widget);
  registerPanels(commands, panels, tickets);
  registerWall(commands, wall);
  registerDesk(commands, desk, tickets);
  registerLabels(commands, desk);
  registerDeskTools(commands, tickets, desk.items);
  registerSla(commands, sla);
  registerConnectors(commands, connectors);
  registerImports(commands, imports);
  registerAdmin(commands, admin);

  const api = createApi((request) => authenticate(credentialsOf(request)), logger);
  accountsRoutes(api, accounts, version);
  spacesRoutes(api, spaces);
  chatRoutes(api, chat);
  meetingsRoutes(api, meetings);
  ticketsRoutes(api, tickets);
  widgetRoutes(api, widget);
  deskRoutes(api, desk);
  importsRoutes(api, imports);
  adminRoutes(api, admin);
  nodesRoutes(api, registry);

  const app = createApp({
    api,
    pages: [
      avatarPictures(accounts.avatars, api.authenticate, logger),
      widgetPages(widget, api.authenticate, logger),
    ],
    isSiteAllowed: widget.widgets.isAllowedAnywhere,
    logger,
    metrics,
    version,
    https: config.tls.mode !== 'off',
    trustProxy: config.trustProxy,
    metricsToken: config.metricsToken,
    clientFolder,
    health,
  });
  const server = await createListener(app, config);
  signaling.attach(server);
  registry.attach(server);
  defineSweep(jobs, accounts.sweep);
  defineRetention(jobs, admin.cutOld);
  defineProof(jobs, figures.prove);
  defineTicketSweep(jobs, tickets.sweep);
  defineRulesSweep(jobs, rules.sweep);
  defineWidgetSweep(jobs, widget.visitors.sweep);
  await meetings.start();
  await jobs.start();
  await scheduleSweep(jobs);
  await scheduleRetention(jobs);
  await scheduleProof(jobs);
  await scheduleTicketSweep(jobs);
  await scheduleRulesSweep(jobs);
  await scheduleWidgetSweep(jobs);
  await scheduleConnectors(jobs);
  await scheduleImports(jobs);
  await scheduleSla(jobs);

  async function health(): Promise<Health> {
    const database = await db.ping().then(
      () => [],
      () => ['database'],
    );
    const media = nodes.trouble() === undefined ? [] : ['media'];
    const bus = platform.bus.state() === 'degraded' ? ['bus'] : [];
    // Where calls are the work of other processes, chat goes on without them.
    return config.roles.includes('media')
      ? { missing: [...database, ...media], degraded: bus }
      : { missing: database, degraded: [...media, ...bus] };
  }

  /** New work stops at the door, work under way ends, then everything closes in the order opposite to its start. */
  async function drain(): Promise<void> {
    // While the hub still answers: moving is done by the clients.
    await mediaNode?.leave();
    await signaling.close();
    await registry.close();
    await closeListener(server);
    await admin.close();
    await answering.close();
    await rooms.close();
    await meetings.close();
    await nodes.close();
    await mediaNode?.close();
    await desk.close();
    await wall.close();
    await chat.close();
    await widget.close();
    await accounts.close();
    await audit.close();
    await platform.close();
  }

  let closing: Promise<void> | undefined;
  const close = () => (closing ??= drain());
  return {
    platform,
    commands,
    /** Resolves once people can connect. */
    async listen(): Promise<{ url: string }> {
      const port = await listen(server, config);
      url = publicUrlOf(config, port);
      return { url };
    },
    /** What can be read before somebody asks. Nobody has to wait for it. */
    prepare: wall.prepare,
    /** A link for the first administrator while there is none; each call makes the ones before worthless. */
    setupLink: accounts.setupLink,
    dump: () => ({ ...signaling.dump(), rooms: rooms.dump(), boards: wall.dump() }),
    figures,
    /** What it knows of the media nodes. */
    nodes,
    mediaNode,
    registry,
    close,
    [Symbol.asyncDispose]: close,
  };
}
export type Hub = Awaited<ReturnType<typeof createHub>>;
