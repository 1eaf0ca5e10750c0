/** How many days a ranking looks at, by the name of its period. */
export const PERIODS = { day: 1, week: 7, month: 30 } as const;

export type Period = keyof typeof PERIODS;
