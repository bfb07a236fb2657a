import type { AttentionKind } from '../../../domain/attention.js';
import type { CauseWords } from './engine-causes.js';

export const AUDIT_CAUSES = {
  audit_unsigned: {
    title: 'The audit log is not signed',
    explains:
      'It does not continue what the API signed last, a part of its tree is missing, or the file that remembers it is away. What is entered now is not proven.',
    selfHeals: 'It is tried again each half minute. Nothing is signed that does not continue what was signed.',
    safe: null,
  },
  audit_forked: {
    title: 'The audit log is not the one that was signed',
    explains:
      'It lacks entries that a checkpoint counts, or begins otherwise: a backup was put back, or somebody changed the registry.',
    selfHeals: 'Nothing. No checkpoint is signed over it, and the witness that has the other one gets none.',
    safe: null,
  },
  audit_witness_away: {
    title: 'A witness does not take checkpoints',
    explains: 'A copy of the audit log’s checkpoints that stands outside the desk is behind.',
    selfHeals: 'It is tried each minute, and gets all that it missed. Nothing else waits for it.',
    safe: null,
  },
  webhook_given_up: {
    title: 'The subscriber does not take events',
    explains: 'Events for the subscriber (WEBHOOK_URL) were tried for a day and not taken.',
    selfHeals:
      'Later events go on. What was given up is kept until it is sent again with “notice-desk webhooks replay”.',
    safe: null,
  },
  statements_not_taken: {
    title: 'Statements of reasons are not taken',
    explains: 'The DSA Transparency Database (DSA_TDB_URL) refused statements, or did not answer for a day.',
    selfHeals:
      'Others go on. “notice-desk notices statements” says why; stated again, they are sent as another version.',
    safe: null,
  },
  lumen_not_taken: {
    title: 'Lumen does not take notices',
    explains: 'Lumen (LUMEN_URL) refused notices, did not answer for a day, or its answer was lost.',
    selfHeals:
      'Others go on. Lumen knows no repeat: what may be there is not sent again by itself. “notice-desk notices lumen” says which; look there and settle it.',
    safe: null,
  },
} as const satisfies Partial<Record<AttentionKind, CauseWords>>;
