import { z } from 'zod';
import { CONSEQUENCES } from '../domain/law/consequence.js';
import { CONFIDENCES } from '../domain/law/confidence.js';
import { ROLES } from '../domain/people/permission.js';
import { RESTORE_BASES } from '../domain/submission/restoring-alone.js';
import { RESTORE_CAUSES } from '../domain/submission/submission.js';
import { AUTHENTICITIES } from '../domain/notice/notice.js';
import { SENDER_METHODS, SENDER_OUTCOMES } from '../domain/notice/sender.js';
import { SENDER_POINTS } from '../domain/notice/sender-points.js';
import { TELL_BASES, TELL_DECISIONS } from '../domain/duty/tell.js';
import { USER_MESSAGE_STATES } from '../domain/duty/user-message.js';
import { TARGET_PROOFS } from '../domain/target/proof.js';
import { MOVE_CAUSES } from '../domain/clock/automatic-pause.js';
import { CLOCK_FORMS, CLOCK_KINDS, CLOCK_STATES, CLOCK_OWNERS, CLOCK_BASES } from '../domain/clock/clock.js';
import type { EventAction } from '../domain/event.js';
import { LETTER_KINDS, LETTER_STATES } from '../domain/letter/letter.js';
import { TARGET_STATUSES, TARGET_TYPES, TARGET_FLAGS } from '../domain/target/target.js';
import { decisionFields } from './fields.js';
import { penaltyView } from './law/rulebook.js';
import { reviewStandView } from './law/review.js';
import { knownName } from './known-name.js';
import { stamp } from './notice-view.js';

/** A target in the list of a notice's targets (docs/interface.md, Reading). */
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
  blind: z.boolean().describe('Decided, and not shown: the caller may give the second read that it waits for'),
  status: z.enum(TARGET_STATUSES),
  receipt: z.string().nullable(),
  proof: z
    .object({
      state: z
        .enum(TARGET_PROOFS)
        .describe('What the platform said when its state was read back; no_state: a label or preservation has none'),
      at: stamp.nullable(),
      missing: z.array(z.string()).describe('Countries that should be withheld and are not; `*` is everywhere'),
      surplus: z.array(z.string()).describe('Countries that are withheld and that no live decision supports'),
    })
    .nullable()
    .describe('null where nothing was done to the target'),
  tell: z
    .object({
      decision: z.enum(TELL_DECISIONS),
      until: z
        .union([stamp, z.enum(['end_of_secrecy', 'counsel_decision'])])
        .nullable()
        .describe('Of `after`: from when'),
      required: z.boolean().describe('The law wants it, so that it is a duty'),
      rule: z
        .object({
          basis: z.enum(TELL_BASES),
          text: z.string(),
          source: z.string().nullable(),
          confidence: z.enum(CONFIDENCES),
        })
        .describe('Where the decision comes from'),
      message: z
        .object({
          state: z.enum(USER_MESSAGE_STATES),
          language: z.string().nullable().describe('null: not sent yet'),
          at: stamp.nullable().describe('When the user was told'),
        })
        .nullable(),
    })
    .nullable()
    .describe('Whether and when its owner is told; null where nothing was done to the target'),
  skipped: z
    .object({ reason: z.string(), by: z.string().describe('Person id'), byName: z.string(), at: stamp })
    .nullable()
    .describe('Given up by a repair: it stays failed and holds nothing open'),
  revision: z.number().int().describe("The notice's `draftRevision` at which its draft last changed; 0: never"),
});

export const senderCheckView = z.object({
  id: z.string(),
  method: z.enum(SENDER_METHODS),
  contact: z
    .object({
      authority: z.string().describe('Id of the entry of the directory'),
      purpose: z.enum(['letters', 'callback']),
      email: z.string().optional(),
      phone: z.string().optional(),
    })
    .nullable()
    .describe('Who was called, as the directory had it then'),
  document: z.string().nullable().describe('A paper of the notice, by SHA-256'),
  outcome: z.enum(SENDER_OUTCOMES).describe('confirmed: `signer_verified` since; denied: `rejected` since'),
  before: z.enum(AUTHENTICITIES).describe('What the notice was until then'),
  by: z.string().describe('Person id'),
  byName: z.string(),
  note: z.string(),
  points: z.array(z.enum(SENDER_POINTS)).describe('Ticked points of the checklist'),
  at: stamp,
});

/** A target as a second reviewer sees it: without the first decision. */
export const secondReadView = targetView.pick({
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
  detail: z.record(z.string(), z.unknown()).describe('With a change of the draft: `before` and `after`'),
});

const ladderLevel = z.object({
  level: z.number().int(),
  percent: z.number(),
  at: stamp,
  to: z.array(z.enum(ROLES)),
  page: z.boolean(),
  firedAt: stamp.nullable(),
  acknowledgedBy: z.string().nullable(),
});

const authorityPaper = z
  .union([
    z.object({ document: z.string().describe('SHA-256 of a document of this notice') }),
    z.object({ notice: z.string().describe('Id'), number: z.string() }),
  ])
  .nullable()
  .describe("The authority's paper; null where none was asked for, or the reader may not know of it");

export const clockView = z.object({
  id: z.string(),
  kind: z.enum(CLOCK_KINDS),
  owner: z.enum(CLOCK_OWNERS),
  basis: z.enum(CLOCK_BASES),
  label: z.string().describe('The obligation and where its time comes from, in words'),
  state: z.enum(CLOCK_STATES),
  confirmed: z.boolean().describe('false: read by one person, waiting for a second'),
  startsAt: stamp,
  dueAt: stamp.nullable(),
  metAt: stamp.nullable(),
  mayPause: z.boolean(),
  mayExtend: z.boolean(),
  ladder: z.array(ladderLevel),
  form: z.enum(CLOCK_FORMS).describe('floor: not to be undercut'),
  confidence: z
    .enum(CONFIDENCES)
    .describe('How far the rule behind it can be trusted; from_memory: check before you rely on it'),
  review: reviewStandView.nullable().describe('How counsel stand behind its law; null where no law makes the clock'),
  penalty: z
    .object({ consequence: z.enum(CONSEQUENCES), penalties: z.array(penaltyView) })
    .nullable()
    .describe('What missing it may cost by what is on file of its law; null: no duty of ours, or no law behind it'),
  moves: z
    .array(
      z.object({
        cause: z.enum(MOVE_CAUSES),
        from: stamp.nullable(),
        to: stamp.nullable(),
        reason: z.string(),
        authorityReference: z.string().nullable(),
        paper: authorityPaper,
        by: z.string().describe('Name'),
        confirmedBy: z.string().nullable().describe('Name of the other person who read the paper of an extension'),
        at: stamp.nullable(),
        revision: z.number().int().nullable(),
      }),
    )
    .describe('Why the date moved, oldest first'),
  pendingExtension: z
    .object({
      to: stamp.describe('The new due, once it is confirmed'),
      by: z.string().describe('Person id of who asked for it: another has to confirm it'),
      byName: z.string(),
      at: stamp,
      reason: z.string(),
      authorityReference: z.string().nullable(),
      paper: authorityPaper,
    })
    .nullable()
    .describe('More time that waits for a second person (`confirm-deadline`); `dueAt` runs until then'),
  receipt: z.record(z.string(), z.unknown()).describe('What `notice-desk clock verify` takes'),
});

const basisGone = z.object({
  basis: z.enum(RESTORE_BASES),
  endedAt: stamp.optional().describe('When the order or the term ended'),
  notice: z.string().optional().describe('Id of the paper that revokes or annuls the order'),
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
        .describe(
          'What lets the caller restore all that is in force without another person; null: an approver has to say yes',
        ),
    }),
  ),
  preservedUntil: z
    .string()
    .nullable()
    .describe('While something in force has to be preserved: until when, or `open`. Releasing it asks an approver'),
});

export const timelineEntry = z.object({
  seq: z.number().int(),
  at: stamp,
  actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  action: knownName<EventAction>(),
  detail: z.record(z.string(), z.unknown()),
  erased: z.literal(true).optional().describe('What was kept with it is gone: its time was over'),
  traceId: z.string().optional().describe('Trace of the command behind it, where the desk sends traces somewhere'),
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
      'Of a status_update: it says how an open notice stands, as the authority or the law asks; it answers nothing',
    ),
  annexed: z.boolean().describe('Whether an annex with all items goes along: `GET …/letters/{n}/annex`'),
  state: z.enum(LETTER_STATES),
  messageId: z.string().nullable(),
  sentAt: stamp.nullable(),
  resends: z.number().int().nullable().describe('Number of the letter that was sent again with this one'),
  reply: z.string().nullable().describe('What the mail server said last: why it came back, or that it was taken'),
});

export const documentFacts = z.object({
  sha256: z.string(),
  name: z.string(),
  mediaType: z.string(),
  size: z.number().int().describe('Bytes'),
});

export const addedDocument = documentFacts.extend({
  added: z.boolean().describe('false: the same bytes were there already, under the name that they came with'),
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
  rate: z
    .number()
    .nullable()
    .describe('Targets a second over the last seconds; once it has finished, over the whole time'),
  etaAt: stamp.nullable().describe('When it will have finished at this rate; null when that cannot be said'),
  paused: z
    .object({
      since: stamp,
      reason: z.string(),
      by: z.string().describe('Name'),
      byId: z.string().describe('Person id'),
      until: stamp.describe('When it ends by itself'),
      askedUntil: stamp.nullable().describe('What was asked for beyond that and waits for another person'),
      confirmedBy: z.string().nullable().describe('Name of the other person who agreed to more than an hour'),
    })
    .nullable()
    .describe('A person has stopped it; deadlines run on'),
  proof: z
    .object({
      at: stamp,
      proven: z.number().int(),
      mismatch: z.number().int(),
      unread: z.number().int(),
      withoutState: z.number().int(),
    })
    .nullable()
    .describe('What was found when the effect was read back from the platform, in targets; null before'),
});
