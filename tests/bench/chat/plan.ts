/** Who sits where: connection `nth` belongs to person `nth % people`, person `p` is in space `p % spaces`. */
export type Plan = { connections: number; people: number; spaces: number };

export const personOf = ({ people }: Plan, nth: number): number => nth % people;
export const spaceOf = (plan: Plan, nth: number): number => personOf(plan, nth) % plan.spaces;

export function seatsBySpace(plan: Plan): number[][] {
  const seats = Array.from({ length: plan.spaces }, (): number[] => []);
  for (let nth = 0; nth < plan.connections; nth++) seats[spaceOf(plan, nth)]?.push(nth);
  return seats;
}
