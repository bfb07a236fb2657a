import { z } from 'zod';
import { CONSEQUENCES } from '../domain/rulebook/consequence.js';
import { CONFIDENCES } from '../domain/rulebook/confidence.js';
import { ROLES } from '../domain/people/permission.js';
import { RESTORE_BASES } from '../domain/submissions/restoring-alone.js';
import { RESTORE_CAUSES } from '../domain/submissions/submission.js';
import { AUTHENTICITIES } from '../domain/notices/notice.js';
import { SENDER_METHODS, SENDER_OUTCOMES } from '../domain/notices/sender.js';
import { SENDER_POINTS } from '../domain/notices/sender-points.js';
import { USER_NOTICE_BASES, USER_NOTICE_DECISIONS } from '../domain/duties/user-notice.js';
import { USER_MESSAGE_STATES } from '../domain/duties/user-message.js';
import { TARGET_PROOFS } from '../domain/targets/proof.js';
import { MOVE_CAUSES } from '../domain/clocks/automatic-pause.js';
import { CLOCK_FORMS, CLOCK_KINDS, CLOCK_STATES, CLOCK_OWNERS, CLOCK_BASES } from '../domain/clocks/clock.js';
import type { EventAction } from '../domain/event.js';
import { LETTER_KINDS, LETTER_STATES } from '../domain/letters/letter.js';
import { TARGET_STATUSES, TARGET_TYPES, TARGET_FLAGS } from '../domain/targets/target.js';
import { decisionFields } from './fields.js';
import { penaltyView } from './rulebook/rulebook.js';
import { reviewStatusView } from './rulebook/review.js';
import { knownName } from './known-name.js';
import { stamp } from './notice-view.js';

/** A target in the list of a notice's targets (docs/integrating/interface.md, Reading). */
export const targetView = z.object({
  no: z.number().int(),
  type: z.enum(TARGET_TYPES),
  locator: z.string(),
  note: z.string().describe('As sent with the target'),
  platformId: z.string().nullable(),
  protectedClass: z.string().nullable(),
  flags: z.array(z.enum(TARGET_FLAGS)),
  problem: z.string().nullable(),
  decision: z
    .object({
      ...decisionFields,
      by: z.string().nullable().describe('Person id'),
      byName: z.string().nullable(),
      at: stamp.nullable(),
    })
    .nullable(),
  blind: z.boolean().describe('Decided but hidden, because the caller can give the pending second review'),
  status: z.enum(TARGET_STATUSES),
  receipt: z.string().nullable(),
  proof: z
    .object({
      state: z
        .enum(TARGET_PROOFS)
        .describe("Result of reading back the platform's state; no_state: labels and preservations have none"),
      at: stamp.nullable(),
      missing: z.array(z.string()).describe('Countries where it should be withheld but is not; `*` is everywhere'),
      surplus: z.array(z.string()).describe('Countries where it is withheld without support by a current decision'),
    })
    .nullable()
    .describe('null if no action was taken on the target'),
  userNotice: z
    .object({
      decision: z.enum(USER_NOTICE_DECISIONS),
      until: z
        .union([stamp, z.enum(['end_of_secrecy', 'counsel_decision'])])
        .nullable()
        .describe('For `after`: the time from which'),
      required: z.boolean().describe('Required by law'),
      rule: z
        .object({
          basis: z.enum(USER_NOTICE_BASES),
          text: z.string(),
          source: z.string().nullable(),
          confidence: z.enum(CONFIDENCES),
        })
        .describe('Where the decision comes from'),
      message: z
        .object({
          state: z.enum(USER_MESSAGE_STATES),
          language: z.string().nullable().describe('null: not sent yet'),
          at: stamp.nullable().describe('When the user was notified'),
        })
        .nullable(),
    })
    .nullable()
    .describe('Whether and when its owner is notified; null if no action was taken on the target'),
  skipped: z
    .object({ reason: z.string(), by: z.string().describe('Person id'), byName: z.string(), at: stamp })
    .nullable()
    .describe('Given up by a repair: it stays failed and no longer keeps the notice open'),
  revision: z.number().int().describe("The notice's `draftRevision` at which its draft last changed; 0: never"),
});

export const senderCheckView = z.object({
  id: z.string(),
  method: z.enum(SENDER_METHODS),
  contact: z
    .object({
      authority: z.string().describe('Id of the directory entry'),
      purpose: z.enum(['letters', 'callback']),
      email: z.string().optional(),
      phone: z.string().optional(),
    })
    .nullable()
    .describe('The contact called, as in the directory at that time'),
  document: z.string().nullable().describe('A document of the notice, by SHA-256'),
  outcome: z
    .enum(SENDER_OUTCOMES)
    .describe('confirmed: `signer_verified` from then on; denied: `rejected` from then on'),
  before: z.enum(AUTHENTICITIES).describe('The authenticity of the notice until then'),
  by: z.string().describe('Person id'),
  byName: z.string(),
  note: z.string(),
  points: z.array(z.enum(SENDER_POINTS)).describe('Ticked points of the checklist'),
  at: stamp,
});

/** A target as a second reviewer sees it: without the first decision. */
export const secondReviewView = targetView.pick({
  no: true,
  type: true,
  locator: true,
  note: true,
  platformId: true,
  protectedClass: true,
  flags: true,
  problem: true,
});

export const targetEvent = z.object({
  at: stamp.nullable().describe('null: still to come'),
  action: z.enum(['received', 'decide', 'copy', 'undo', 'submitted', 'approved', 'operation']),
  by: z.string().nullable().describe('Person id'),
  byName: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()).describe('For a change of the draft: `before` and `after`'),
});

const escalationLevel = z.object({
  level: z.number().int(),
  percent: z.number(),
  at: stamp,
  to: z.array(z.enum(ROLES)),
  page: z.boolean(),
  firedAt: stamp.nullable(),
  acknowledgedBy: z.string().nullable(),
});

const authorityDocument = z
  .union([
    z.object({ document: z.string().describe('SHA-256 of a document of this notice') }),
    z.object({ notice: z.string().describe('Id'), number: z.string() }),
  ])
  .nullable()
  .describe("The authority's document; null if none was required, or the reader has no access to it");

export const clockView = z.object({
  id: z.string(),
  kind: z.enum(CLOCK_KINDS),
  owner: z.enum(CLOCK_OWNERS),
  basis: z.enum(CLOCK_BASES),
  label: z.string().describe('The obligation and the source of its time limit, in words'),
  state: z.enum(CLOCK_STATES),
  confirmed: z.boolean().describe('false: entered by one person, waiting for a second'),
  startsAt: stamp,
  dueAt: stamp.nullable(),
  metAt: stamp.nullable(),
  mayPause: z.boolean(),
  mayExtend: z.boolean(),
  escalation: z.array(escalationLevel),
  form: z.enum(CLOCK_FORMS).describe('floor: earliest time'),
  confidence: z
    .enum(CONFIDENCES)
    .describe('How reliable the rule behind it is; from_memory: check before relying on it'),
  review: reviewStatusView.nullable().describe('Review state of its law; null if the clock is not based on a law'),
  penalty: z
    .object({ consequence: z.enum(CONSEQUENCES), penalties: z.array(penaltyView) })
    .nullable()
    .describe('Penalties on record for missing it; null: not our duty, or not based on a law'),
  moves: z
    .array(
      z.object({
        cause: z.enum(MOVE_CAUSES),
        from: stamp.nullable(),
        to: stamp.nullable(),
        reason: z.string(),
        authorityReference: z.string().nullable(),
        document: authorityDocument,
        by: z.string().describe('Name'),
        confirmedBy: z.string().nullable().describe('Name of the second person who read the document of an extension'),
        at: stamp.nullable(),
        revision: z.number().int().nullable(),
      }),
    )
    .describe('Reasons for moving the deadline, oldest first'),
  pendingExtension: z
    .object({
      to: stamp.describe('The new due time, once confirmed'),
      by: z.string().describe('Id of the person who requested it; another person must confirm'),
      byName: z.string(),
      at: stamp,
      reason: z.string(),
      authorityReference: z.string().nullable(),
      document: authorityDocument,
    })
    .nullable()
    .describe('An extension waiting for a second person (`confirm-deadline`); `dueAt` applies until then'),
  receipt: z.record(z.string(), z.unknown()).describe('Input for `notice-desk clock verify`'),
});

const basisGone = z.object({
  basis: z.enum(RESTORE_BASES),
  endedAt: stamp.optional().describe('When the order or its term ended'),
  notice: z.string().optional().describe('Id of the notice that revokes or annuls the order'),
  number: z.string().optional(),
  law: z.string().optional().describe('The law that was annulled, with its version'),
  refused: z.number().int().optional().describe('The submission whose emergency was refused ratification'),
});

export const restoreBasisView = z.object({
  causes: z.array(
    z.object({
      cause: z.enum(RESTORE_CAUSES),
      alone: basisGone
        .nullable()
        .describe('What allows the caller alone to restore everything in force; null: an approver must approve'),
    }),
  ),
  preservedUntil: z
    .string()
    .nullable()
    .describe('While something in force must be preserved: until when, or `open`. Releasing it needs an approver'),
});

export const timelineEntry = z.object({
  seq: z.number().int(),
  at: stamp,
  actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  action: knownName<EventAction>(),
  detail: z.record(z.string(), z.unknown()),
  erased: z.literal(true).optional().describe('Its detail was erased when its retention period ended'),
  traceId: z.string().optional().describe('Trace of the command behind it, if tracing is on'),
});

export const letterView = z.object({
  n: z.number().int(),
  kind: z.enum(LETTER_KINDS),
  language: z.string(),
  to: z.string().nullable(),
  subject: z.string(),
  text: z.string(),
  counts: z.record(z.string(), z.number()).nullable(),
  interim: z
    .boolean()
    .describe(
      'For a status_update: a regular report on an open notice required by the authority or the law; it answers nothing',
    ),
  annexed: z.boolean().describe('Whether an annex with all items is attached: `GET …/letters/{n}/annex`'),
  state: z.enum(LETTER_STATES),
  messageId: z.string().nullable(),
  sentAt: stamp.nullable(),
  resends: z.number().int().nullable().describe('Number of the letter that this one resends'),
  reply: z.string().nullable().describe('Last answer of the mail server: why it bounced, or that it was accepted'),
});

export const documentFacts = z.object({
  sha256: z.string(),
  name: z.string(),
  mediaType: z.string(),
  size: z.number().int().describe('Bytes'),
});

export const documentText = z.object({
  lines: z.array(
    z.object({
      page: z.number().int().describe('Or sheet of a workbook, from 1'),
      line: z.number().int(),
      text: z.string(),
    }),
  ),
});

export const addedDocument = documentFacts.extend({
  added: z.boolean().describe('false: the same file already existed, under its first name'),
});

export const enforcementView = z.object({
  submission: z.number().int(),
  total: z.number().int(),
  applied: z.number().int(),
  already: z.number().int(),
  failed: z.number().int(),
  refused: z.number().int(),
  pending: z.number().int(),
  startedAt: stamp.nullable(),
  finishedAt: stamp.nullable(),
  rate: z.number().nullable().describe('Targets per second over the last seconds; once finished, over the whole time'),
  etaAt: stamp.nullable().describe('Estimated end at this rate; null if unknown'),
  paused: z
    .object({
      since: stamp,
      reason: z.string(),
      by: z.string().describe('Name'),
      byId: z.string().describe('Person id'),
      until: stamp.describe('When it expires'),
      requestedUntil: stamp.nullable().describe('Requested longer pause that needs another person'),
      confirmedBy: z.string().nullable().describe('Name of the second person who confirmed more than an hour'),
    })
    .nullable()
    .describe('Paused by a person; deadlines keep running'),
  proof: z
    .object({
      at: stamp,
      proven: z.number().int(),
      mismatch: z.number().int(),
      unread: z.number().int(),
      withoutState: z.number().int(),
    })
    .nullable()
    .describe('Result of reading the effect back from the platform, in targets; null before that'),
});
