import { z } from 'zod';
import { CONSEQUENCES } from '../domain/law/consequence.js';
import { COMMAND_REASONS } from '../domain/notice/notice-view.js';
import type { AttentionKind } from '../domain/attention.js';
import { CLOCK_KINDS, CLOCK_OWNERS, CLOCK_BASES } from '../domain/clock/clock.js';
import { AUTHENTICITIES, LINK_KINDS, NOTICE_KINDS, OUTCOMES, SECRECY_LEVELS, STAGES } from '../domain/notice/notice.js';
import { ORDER_STATUSES } from '../domain/order/order-status.js';
import { RETENTION_KINDS } from '../domain/notice/retention-kinds.js';
import { SENDER_DOUBTS } from '../domain/notice/sender-doubt.js';
import { CONTENT_CATEGORIES } from '../domain/report/content-category.js';
import { RESTORE_CAUSES, RISKS, PURPOSES, SUBMISSION_STATES, SEATS } from '../domain/submission/submission.js';
import { knownName } from './known-name.js';
import { candidateView } from './law/candidate.js';
import { CONTESTED_TOPICS } from '../domain/law/contested.js';
import { CHECKLIST_ANSWERS, LACKS } from '../domain/law/regime.js';
import { citationView } from './law/citation.js';
import { CONFIDENCES } from '../domain/law/confidence.js';
import { ROLES } from '../domain/people/permission.js';
import { LANES } from '../domain/target/lane.js';

/** Instants in responses: UTC with milliseconds. */
export const stamp = z.string().describe('UTC with milliseconds, like 2021-01-31T12:30:00.000Z');
export const stampOrNull = stamp.nullable();

const nearestClock = z
  .object({ clock: z.string().nullable(), kind: z.enum(CLOCK_KINDS).nullable(), dueAt: stamp })
  .nullable();
const nextDue = nearestClock.describe('The nearest of our running clocks by law or order');

/** Number of targets per decided action; actions without targets are absent. */
export const countsByLane = z.partialRecord(z.enum(LANES), z.number().int());

const counts = z.object({
  targets: z.number().int(),
  undecided: z.number().int(),
  byLane: countsByLane.describe('Decisions as approved, also after a restoration'),
  applied: z.number().int().describe('In force because of this notice'),
  failed: z.number().int().describe('Given up or stopped'),
  restored: z.number().int().describe('No longer held by this notice'),
});

/** What an intake system may read of the notices it sent. */
export const noticeReceipt = z.object({
  id: z.string(),
  number: z.string(),
  version: z.number().int(),
  kind: z.enum(NOTICE_KINDS),
  stage: z.enum(STAGES),
  outcome: z.enum(OUTCOMES).nullable(),
  reference: z.string(),
  regime: z.object({ id: z.string(), version: z.string() }),
  receivedAt: stamp,
  nextDue,
  counts,
  workflow: z.object({ id: z.string(), started: z.boolean() }),
});

const intakeCounts = {
  targetsAccepted: z.number().int().describe('Rows kept, bad ones included'),
  targetsMerged: z.number().int().describe('Exact duplicates dropped'),
  targetsFlagged: z.number().int().describe('Kept rows with flags or a problem'),
  raised: z
    .object({ from: z.enum(SECRECY_LEVELS), to: z.enum(SECRECY_LEVELS), regime: z.string() })
    .optional()
    .describe('Where the law, or the notice that it follows, asks for more secrecy than was said'),
};

export const queueClock = z
  .object({
    clock: z.string(),
    kind: z.enum(CLOCK_KINDS),
    owner: z.enum(CLOCK_OWNERS).describe('authority: theirs, where no clock of ours is open'),
    basis: z.enum(CLOCK_BASES),
    confidence: z.enum(CONFIDENCES).describe('How far the rule behind it can be trusted, as in `clocks`'),
    state: z.enum(['running', 'paused', 'missed']),
    startsAt: stamp,
    dueAt: stampOrNull.describe('null while paused'),
  })
  .nullable()
  .describe('Our open clock that falls due first, missed ones before all; without one, the nearest of the authority');

export const noticeSummary = noticeReceipt.extend({
  orderStatus: z
    .enum(ORDER_STATUSES)
    .describe('Whether the order still binds: by verified documents, by its law and by its own end'),
  order: z
    .object({
      since: stampOrNull,
      reason: z.string().describe('Why it is not in effect, in a sentence'),
      number: z.string().nullable().describe('Of the document that acts on it'),
      upheld: z
        .object({ by: z.string(), byName: z.string(), at: stamp, reason: z.string(), document: z.string().nullable() })
        .nullable()
        .describe("Counsel's decision to carry it out all the same"),
    })
    .nullable()
    .describe('null while in effect'),
  nextPlan: nearestClock.describe("The nearest of our running clocks that are the house's own"),
  authority: z.object({ id: z.string().nullable(), name: z.string(), country: z.string() }),
  jurisdiction: z.string(),
  subject: z.string(),
  authenticity: z.enum(AUTHENTICITIES),
  secrecy: z.object({ level: z.enum(SECRECY_LEVELS), people: z.array(z.string()), until: stamp.optional() }),
  issuedAt: stampOrNull,
  servedAt: stampOrNull,
  effectiveUntil: stampOrNull.describe('Until when the order holds by its own words'),
  assignee: z.string().nullable().describe('Person id'),
  assigneeName: z.string().nullable(),
  claimedUntil: stampOrNull.describe('When the claim of the assignee ends by itself'),
  protected: z.number().int().describe('Targets of a protected class'),
  attentionKinds: z.array(knownName<AttentionKind>()).describe('Why ops should look, by kind'),
  approvals: z
    .object({
      given: z.number().int(),
      needed: z.number().int(),
      yours: z.boolean().optional().describe('Whether you may give one of those that are missing'),
    })
    .nullable()
    .describe('Of the submission that waits for approval'),
  due: queueClock,
  consequence: z
    .enum(CONSEQUENCES)
    .describe('The worst that the penalties on file of its law may come to; unknown: none is on file'),
  priority: z.string().nullable(),
  category: z.enum(CONTENT_CATEGORIES).nullable().describe('What kind of content it is about, as triage has read it'),
  asksCategory: z.boolean().describe('A report counts such orders by category'),
  queue: z.string().nullable(),
});

/** A request for less secrecy or other named people, waiting for a second cleared person. */
const reclassification = z
  .object({
    secrecy: z.object({ level: z.enum(SECRECY_LEVELS), people: z.array(z.string()), until: stampOrNull }),
    reason: z.string(),
    by: z.string(),
    byName: z.string(),
    at: stamp,
    expiresAt: stamp,
  })
  .nullable();

export const submissionView = z.object({
  number: z.number().int(),
  purpose: z.enum(PURPOSES),
  cause: z.enum(RESTORE_CAUSES).optional(),
  state: z.enum(SUBMISSION_STATES),
  digest: z.string(),
  by: z.string().describe('Person id of the author'),
  byName: z.string(),
  drafters: z
    .array(z.string())
    .describe('Person ids of those who drafted any of its decisions: none of them may approve'),
  approvalsNeeded: z.number().int(),
  seats: z.array(z.enum(SEATS)),
  risks: z.array(z.enum(RISKS)).describe('What to know before saying yes'),
  actingSoFar: z
    .number()
    .int()
    .describe('Targets acted on by this and by earlier submissions of the notice: what `mass` counts'),
  emergency: z.boolean().describe('Carried out on one yes and ratified afterwards'),
  approvals: z.array(
    z.object({
      by: z.string(),
      name: z.string(),
      at: stamp,
      for: z
        .array(z.object({ id: z.string(), name: z.string() }))
        .optional()
        .describe('Absent people in whose role the yes was given'),
    }),
  ),
  lapsedApprovals: z
    .array(z.object({ by: z.string(), name: z.string(), at: stamp }))
    .describe('While it waits: yeses of people who are no longer active or have lost the role; their seats are open'),
});

const mayApprove = z
  .object({
    ok: z.boolean(),
    why: z.string().nullable().describe('Why the caller may not'),
    seat: z.enum(SEATS).nullable().describe("The seat that the caller's yes would fill"),
    others: z
      .array(z.object({ id: z.string(), name: z.string(), roles: z.array(z.enum(ROLES)) }))
      .describe('Who else could fill an open seat, at most ten, by name; people present who may know of the notice'),
  })
  .nullable()
  .describe('Whether the caller may approve it; null unless it waits for approval');

const ratification = z
  .object({
    submission: z.number().int(),
    digest: z.string(),
    state: z.enum(['open', 'ratified', 'refused']),
    seats: z.array(z.enum(SEATS)).describe('What the full quorum still asks for'),
    yeses: z.array(z.object({ by: z.string(), name: z.string(), at: stamp })),
    openedAt: stamp,
    settledAt: stampOrNull,
  })
  .nullable()
  .describe('What an emergency left to be ratified');

const holdView = z
  .object({
    reason: z.string(),
    by: z.string().describe('Person id'),
    byName: z.string(),
    since: stamp,
    lifting: z
      .object({ by: z.string(), byName: z.string(), reason: z.string(), at: stamp })
      .nullable()
      .describe('Who wants it lifted; another person has to want it too'),
  })
  .nullable();

const erasedView = z
  .object({
    at: stamp.describe('The last time'),
    kinds: z.array(z.enum(RETENTION_KINDS)),
    rule: z.string().describe('Under which times, like `papers=P10Y,texts=P3Y`'),
  })
  .nullable();

/** The whole notice; `body` is present only for callers who may read documents. */
export const noticeView = noticeSummary.extend({
  workflow: z.object({
    id: z.string(),
    started: z.boolean(),
    url: z.string().nullable().describe("Its page in Temporal's own screens; null where none are known"),
  }),
  body: z.string().optional(),
  senderDoubts: z
    .array(z.enum(SENDER_DOUBTS))
    .describe('What is odd about who sent it, for whoever confirms the facts; a submission keeps them among its risks'),
  verifiedBy: z.array(z.string()).describe('Person ids: who has confirmed the sender since it was last in doubt'),
  contested: z
    .array(
      z.object({
        topic: z.enum(CONTESTED_TOPICS),
        text: z.string(),
        source: z.string(),
        decision: z
          .object({ allow: z.boolean(), reason: z.string(), by: z.string(), byName: z.string(), at: stamp })
          .nullable()
          .describe('What counsel has decided last; null: nothing yet, so that the stricter reading holds'),
      }),
    )
    .describe('Rules of its law that are in dispute: counsel decides them (`POST …/contested-rules`)'),
  defaultCountries: z
    .array(z.string())
    .optional()
    .describe(
      'Where a decision by country takes effect when it names none: the countries of the law, else the jurisdiction',
    ),
  language: z.string(),
  channel: z.string(),
  orderedDeadline: z.record(z.string(), z.unknown()).nullable(),
  facts: z.record(z.string(), z.string()).describe('Further instants that start a clock, as sent'),
  checklist: z
    .array(
      z.object({
        id: z.string(),
        asks: z.string(),
        answer: z.enum(CHECKLIST_ANSWERS).nullable(),
        sentence: z.string().describe('What the push-back letter says where it is missing'),
        lack: z.enum(LACKS),
        source: z.string(),
        confidence: z.enum(CONFIDENCES),
        citation: citationView.optional().describe('What was read for it; absent: nothing'),
      }),
    )
    .describe('What the regime wants the paper to contain, and what triage found'),
  lawCandidates: z
    .array(candidateView)
    .describe('Laws that may govern it too: of each duty the stricter runs until triage names a `regime`'),
  draftRevision: z.number().int().describe('Grows with each act of drafting; give it back as `asOf`'),
  submission: submissionView.extend({ mayApprove }).nullable(),
  ratification,
  hold: holdView.describe('A legal hold: nothing of the notice is erased while it stands'),
  erased: erasedView.describe('What is gone of it because its time was over; null: nothing'),
  reclassification: reclassification.describe('Waits for the same wish of another person who may know of the notice'),
  links: z.array(
    z.object({ notice: z.string(), number: z.string(), as: z.enum(LINK_KINDS), direction: z.enum(['to', 'from']) }),
  ),
  attention: z.array(z.object({ id: z.string(), kind: knownName<AttentionKind>(), since: stamp, summary: z.string() })),
  allowedCommands: z.array(z.string()),
  commands: z
    .array(
      z.object({
        name: z.string().describe('As in the route'),
        why: z.enum(COMMAND_REASONS).nullable().describe('Why the desk would refuse it now; null: it would not'),
        cure: z.string().nullable().describe('The refusal in words'),
      }),
    )
    .describe('Every command of a notice, and what the desk would say to this caller'),
});

export const receivedNotice = z.union([noticeView.extend(intakeCounts), noticeReceipt.extend(intakeCounts)]);

const result = z.unknown().optional().describe('What the command itself reports');

/** Response to a command: the notice, or only its identity if the command ended the caller's access to it. */
export const commandedNotice = z.union([
  noticeView.extend({ result }),
  noticeReceipt.pick({ id: true, number: true, version: true }).extend({ result }),
]);
