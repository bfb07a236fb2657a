export const UNITS = ['minute', 'hour', 'calendar_day', 'business_day', 'business_hour', 'month'] as const;
export type Unit = (typeof UNITS)[number];

export const EXTEND_UNITS = ['hour', 'calendar_day', 'business_day'] as const satisfies readonly Unit[];
export type ExtendUnit = (typeof EXTEND_UNITS)[number];

export const DUE_TIMES = ['same_time', 'end_of_day'] as const;
export type DueTime = (typeof DUE_TIMES)[number];

/** Direction in which a due on a day off moves. */
export const ROLLS = ['none', 'following', 'preceding'] as const;
export type Roll = (typeof ROLLS)[number];
