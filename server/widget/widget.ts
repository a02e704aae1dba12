import type { Platform } from '#server/platform/platform.ts';
import type { WidgetNeeds } from './needs.ts';
import { createVisitors } from './visitors.service.ts';
import { createWidgets } from './widgets.service.ts';

/** The box on other people's web sites: what administrators decide about it, and the visitors who come through it. */
export function createWidget(platform: Platform, needs: WidgetNeeds) {
  const widgets = createWidgets({ ...platform, ...needs });
  return { widgets, visitors: createVisitors({ ...platform, ...needs, widgets }), close: widgets.close };
}
export type WidgetDomain = ReturnType<typeof createWidget>;
