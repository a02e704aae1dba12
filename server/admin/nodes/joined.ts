import { AppError } from '#shared/contract/errors.ts';
import type { JoinedNodes } from '../needs.ts';

const refuse = async (): Promise<never> => {
  throw new AppError('conflict', 'This hub takes no nodes that join.', { details: { reason: 'noJoining' } });
};

/** An installation to which nothing can join. */
export const noJoinedNodes: JoinedNodes = {
  list: async () => [],
  createToken: refuse,
  setState: refuse,
  remove: refuse,
};
