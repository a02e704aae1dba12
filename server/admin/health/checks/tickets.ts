import type { Clock } from '#server/platform/clock.ts';
import type { Figures } from '#server/tickets/figures/figures.ts';
import type { Check } from '../outcome.ts';

/** A night that was missed, for example by a hub that was off, is no reason to worry yet. */
const oldAfterMs = 50 * 3_600_000;

/** The figures of the desk are what its tickets give, as the last night's count found. */
export const checkTickets =
  ({ figures, clock }: { figures: Pick<Figures, 'lastProof'>; clock: Clock }): Check<'tickets'> =>
  async () => {
    const proof = await figures.lastProof();
    if (!proof) return { status: 'off', reason: 'unproved', facts: {} };
    const ageMs = clock.now().getTime() - proof.at.getTime();
    if (proof.wrong > 0) return { status: 'failed', reason: 'wrong', facts: { wrong: proof.wrong, ageMs } };
    if (ageMs > oldAfterMs) return { status: 'warning', reason: 'old', facts: { ageMs } };
    return { status: 'ok', reason: 'fine', facts: { ageMs } };
  };
