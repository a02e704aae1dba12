import { describe, expect, it } from 'vitest';
import { isInModule, modulesFor } from './modules.ts';

const names = (path: string) =>
  modulesFor({ kind: 'member', can: { administer: true } })
    .filter((module) => isInModule(module, path))
    .map(({ name }) => name);

describe('modules', () => {
  it('finds the one module of a path', () => {
    expect(names('/')).toEqual(['home']);
    expect(names('/chat')).toEqual(['chat']);
    expect(names('/chat/0197')).toEqual(['chat']);
    expect(names('/tickets/0197')).toEqual(['tickets']);
    expect(names('/people/invitations')).toEqual(['people']);
    expect(names('/spaces/0197')).toEqual(['people']);
    expect(names('/console/audit')).toEqual(['console']);
    expect(names('/settings/profile')).toEqual([]);
    expect(names('/chatter')).toEqual([]);
  });

  it('shows people to members only', () => {
    const customer = modulesFor({ kind: 'customer', can: { administer: false } });
    expect(customer.map(({ name }) => name)).toEqual(['home', 'chat', 'meetings', 'tickets']);
  });

  it('shows the console to administrators only', () => {
    const namesOf = (administer: boolean) =>
      modulesFor({ kind: 'member', can: { administer } }).map(({ name }) => name);
    expect(namesOf(true)).toContain('console');
    expect(namesOf(false)).not.toContain('console');
  });
});
