import type { listFlags } from '../../../console/approval/flags.js';

export const NOTHING_ODD = {
  checklist: [],
  guarded: 0,
  guardedActing: 0,
  unreadLines: 0,
  letterNotes: [],
  order: null,
  reach: 'India',
} satisfies Omit<Parameters<typeof listFlags>[0], 'submission'>;
