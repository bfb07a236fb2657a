import { getKeys } from './record-keys.js';

/** Service level objectives of the desk, in seconds, measured over the last hour (`/metrics`). */
export const PROMISE_TABLE = {
  acknowledged: {
    seconds: 60,
    means: 'from recording a notice until the mail server accepts its acknowledgement',
  },
  step: { seconds: 2, means: 'from the due time of an escalation step until it fires' },
  page: { seconds: 60, means: 'from an escalation step until the pager accepts its page' },
} as const satisfies Record<string, { seconds: number; means: string }>;

export type Promised = keyof typeof PROMISE_TABLE;
export const PROMISES = getKeys(PROMISE_TABLE);
