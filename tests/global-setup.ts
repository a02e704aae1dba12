import type { TestProject } from 'vitest/node';
import { startTestServer } from './database-server.ts';

/** Once per run: what all test files share. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer();
  project.provide('databaseServer', server.place);
  return server.close;
}
