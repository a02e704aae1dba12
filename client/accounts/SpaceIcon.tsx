import { IconBriefcase, IconLock, IconWorld } from '@tabler/icons-react';
import type { SpaceKind } from '#shared/contract/spaces.ts';

const icons = { team: IconLock, client: IconBriefcase, public: IconWorld };

export function SpaceIcon({ kind, size = 18 }: { kind: SpaceKind; size?: number }) {
  const Icon = icons[kind];
  return <Icon size={size} aria-hidden="true" />;
}
