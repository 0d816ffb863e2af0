/** Where a program gets the time. A parameter everywhere, so that tests fix it. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };
