/** After the last one a delivery is given up: two hours after the first. */
export const maxAttempts = 8;
const maxSeconds = 3_600;

/** How long to wait after so many attempts: 1 s, 5 s, 25 s, … an hour. */
export const secondsAfter = (attempts: number): number => Math.min(maxSeconds, 5 ** (attempts - 1));
