/** What an amount of time is counted in. */
export const UNITS = ['minute', 'hour', 'calendar_day', 'business_day', 'business_hour', 'month'] as const;
export type Unit = (typeof UNITS)[number];

/** What an extension may be counted in. */
export const EXTEND_UNITS = ['hour', 'calendar_day', 'business_day'] as const satisfies readonly Unit[];
export type ExtendUnit = (typeof EXTEND_UNITS)[number];

/** When on its last day a period ends. */
export const DUE_TIMES = ['same_time', 'end_of_day'] as const;
export type DueTime = (typeof DUE_TIMES)[number];

/** Where a due goes that falls on a day off. */
export const ROLLS = ['none', 'following', 'preceding'] as const;
export type Roll = (typeof ROLLS)[number];
