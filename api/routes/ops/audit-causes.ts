import type { AlertKind } from '../../../domain/alert.js';
import type { CauseWords } from './engine-causes.js';

export const AUDIT_CAUSES = {
  audit_unsigned: {
    title: 'The audit log is not signed',
    explains:
      'It does not continue what the API signed last, a part of its tree is missing, or the file that stores the last signature is missing. New entries are not proven.',
    selfHeals: 'It is retried every half minute. Only a log that continues the signed one is signed.',
    safe: null,
  },
  audit_forked: {
    title: 'The audit log is not the one that was signed',
    explains:
      'It lacks entries that a checkpoint counts, or begins differently: a backup was restored, or somebody changed the registry.',
    selfHeals: 'Nothing. No checkpoint is signed for it, and the witness that holds the other log gets none.',
    safe: null,
  },
  audit_witness_away: {
    title: 'A witness accepts no checkpoints',
    explains: 'A copy of the audit log’s checkpoints outside the desk is behind.',
    selfHeals: 'Sending is retried every minute, and the witness gets everything it missed. Nothing else waits for it.',
    safe: null,
  },
  webhook_given_up: {
    title: 'The subscriber accepts no events',
    explains: 'Events for the subscriber (WEBHOOK_URL) were retried for a day and not accepted.',
    selfHeals:
      'Later events continue. Failed events are kept until they are sent again with “notice-desk webhooks replay”.',
    safe: null,
  },
  statements_not_taken: {
    title: 'Statements of reasons were not accepted',
    explains: 'The DSA Transparency Database (DSA_TDB_URL) refused statements, or did not answer for a day.',
    selfHeals:
      'The others continue. “notice-desk notices statements” shows the reason; once stated again, they are sent as a new version.',
    safe: null,
  },
  lumen_not_taken: {
    title: 'Lumen accepts no notices',
    explains: 'Lumen (LUMEN_URL) refused notices, did not answer for a day, or its answer was lost.',
    selfHeals:
      'The others continue. Lumen does not detect duplicates, so a notice that may have arrived is not sent again automatically. “notice-desk notices lumen” lists them; check Lumen and settle each.',
    safe: null,
  },
} as const satisfies Partial<Record<AlertKind, CauseWords>>;
