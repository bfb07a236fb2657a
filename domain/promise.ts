import { keysOf } from './keys-of.js';

/** What the desk promises of itself, and within how many seconds; measured over the last hour (`/metrics`). */
export const PROMISE_TABLE = {
  acknowledged: {
    seconds: 60,
    means: 'the mail server has taken the acknowledgement of a notice, from when it was on record',
  },
  step: { seconds: 2, means: 'a step of a clock has fired, from its instant' },
  page: { seconds: 60, means: 'the pager has taken a page, from the step that sent it' },
} as const satisfies Record<string, { seconds: number; means: string }>;

export type Promised = keyof typeof PROMISE_TABLE;
export const PROMISES = keysOf(PROMISE_TABLE);
