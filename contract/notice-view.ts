import { z } from 'zod';
import { answerView } from './letters.js';
import { CONSEQUENCES } from '../domain/rulebook/consequence.js';
import { COMMAND_REASONS } from '../domain/notices/notice-view.js';
import type { AlertKind } from '../domain/alert.js';
import { CLOCK_KINDS, CLOCK_OWNERS, CLOCK_BASES } from '../domain/clocks/clock.js';
import {
  AUTHENTICITIES,
  LINK_KINDS,
  NOTICE_KINDS,
  OUTCOMES,
  SECRECY_LEVELS,
  STAGES,
} from '../domain/notices/notice.js';
import { ORDER_STATUSES } from '../domain/orders/order-status.js';
import { RETENTION_KINDS } from '../domain/notices/retention-kinds.js';
import { SENDER_DOUBTS } from '../domain/notices/sender-doubt.js';
import { CONTENT_CATEGORIES } from '../domain/reports/content-category.js';
import {
  RESTORE_CAUSES,
  RISKS,
  PURPOSES,
  SUBMISSION_STATES,
  APPROVER_SLOTS,
} from '../domain/submissions/submission.js';
import { counts, intakeCounts } from './enforcement/notice-counts.js';
import { knownName } from './known-name.js';
import { candidateView } from './rulebook/candidate.js';
import { CONTESTED_TOPICS } from '../domain/rulebook/contested.js';
import { exclusionView, manualCounts, staffRiskView } from './people/exclusions.js';
import { routedView } from './people/routing.js';
import { detailsView } from './triage/details.js';
import { checklistView, closingView } from './duty-views.js';
import { CONFIDENCES } from '../domain/rulebook/confidence.js';
import { ROLES } from '../domain/people/permission.js';

/** Instants in responses: UTC with milliseconds. */
export const stamp = z.string().describe('UTC with milliseconds, e.g. 2021-01-31T12:30:00.000Z');
export const stampOrNull = stamp.nullable();

const nearestClock = z
  .object({ clock: z.string().nullable(), kind: z.enum(CLOCK_KINDS).nullable(), dueAt: stamp })
  .nullable();
const nextDue = nearestClock.describe('The nearest of our running clocks by law or order');

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

export const queueClock = z
  .object({
    clock: z.string(),
    kind: z.enum(CLOCK_KINDS),
    owner: z.enum(CLOCK_OWNERS).describe("authority: the authority's, if no clock of ours is open"),
    basis: z.enum(CLOCK_BASES),
    confidence: z.enum(CONFIDENCES).describe('How reliable the rule behind it is, as in `clocks`'),
    state: z.enum(['running', 'paused', 'missed']),
    startsAt: stamp,
    dueAt: stampOrNull.describe('null while paused'),
  })
  .nullable()
  .describe("Our open clock with the earliest deadline, missed ones first; if none, the authority's nearest");

export const noticeSummary = noticeReceipt.extend({
  orderStatus: z
    .enum(ORDER_STATUSES)
    .describe('Whether the order is still binding, by verified documents, its law and its own end'),
  order: z
    .object({
      since: stampOrNull,
      reason: z.string().describe('Why it is not in effect, in one sentence'),
      number: z.string().nullable().describe('The document that affects it'),
      upheld: z
        .object({ by: z.string(), byName: z.string(), at: stamp, reason: z.string(), document: z.string().nullable() })
        .nullable()
        .describe("Counsel's decision to enforce it nevertheless"),
    })
    .nullable()
    .describe('null while in effect'),
  nextPlan: nearestClock.describe('The nearest of our running clocks set by company policy'),
  authority: z.object({ id: z.string().nullable(), name: z.string(), country: z.string() }),
  jurisdiction: z.string(),
  subject: z.string(),
  authenticity: z.enum(AUTHENTICITIES),
  secrecy: z.object({ level: z.enum(SECRECY_LEVELS), people: z.array(z.string()), until: stamp.optional() }),
  issuedAt: stampOrNull,
  servedAt: stampOrNull,
  effectiveUntil: stampOrNull.describe('When the order expires, as stated in it'),
  assignee: z.string().nullable().describe('Person id'),
  assigneeName: z.string().nullable(),
  claimedUntil: stampOrNull.describe("When the assignee's claim expires"),
  protected: z.number().int().describe('Targets of a protected class'),
  alertKinds: z.array(knownName<AlertKind>()).describe('Open alerts, by kind'),
  approvals: z
    .object({
      given: z.number().int(),
      needed: z.number().int(),
      yours: z.boolean().optional().describe('Whether you can give one of the missing approvals'),
    })
    .nullable()
    .describe('Of the submission waiting for approval'),
  due: queueClock,
  consequence: z.enum(CONSEQUENCES).describe('The most severe penalty on record for its law; unknown: none on record'),
  priority: z.string().nullable(),
  category: z.enum(CONTENT_CATEGORIES).nullable().describe('Category of the content, as set in triage'),
  asksCategory: z.boolean().describe('Orders of this kind are counted by category in a report'),
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
    .describe('Person ids of everyone who drafted one of its decisions: none of them can approve'),
  approvalsNeeded: z.number().int(),
  approverSlots: z.array(z.enum(APPROVER_SLOTS)),
  risks: z.array(z.enum(RISKS)).describe('Risks to know before approving'),
  actingSoFar: z
    .number()
    .int()
    .describe('Targets with an enforced action in this and earlier submissions of the notice, as counted by `mass`'),
  emergency: z.boolean().describe('Enforced after one approval, ratified later'),
  approvals: z.array(
    z.object({
      by: z.string(),
      name: z.string(),
      at: stamp,
      for: z
        .array(z.object({ id: z.string(), name: z.string() }))
        .optional()
        .describe('Absent people on whose behalf the approval was given'),
    }),
  ),
  lapsedApprovals: z
    .array(z.object({ by: z.string(), name: z.string(), at: stamp }))
    .describe(
      'While it is open: approvals by people who are no longer active or have lost the role; their approver slots are open',
    ),
});

const mayApprove = z
  .object({
    ok: z.boolean(),
    why: z.string().nullable().describe('Why the caller cannot approve'),
    slot: z.enum(APPROVER_SLOTS).nullable().describe("The approver slot that the caller's approval would fill"),
    others: z
      .array(z.object({ id: z.string(), name: z.string(), roles: z.array(z.enum(ROLES)) }))
      .describe(
        'Other people who could fill an open approver slot, at most ten, by name: present and with access to the notice',
      ),
  })
  .nullable()
  .describe('Whether the caller can approve it; null unless it is waiting for approval');

const ratification = z
  .object({
    submission: z.number().int(),
    digest: z.string(),
    state: z.enum(['open', 'ratified', 'refused']),
    approverSlots: z.array(z.enum(APPROVER_SLOTS)).describe('What the full quorum still needs'),
    approvals: z.array(z.object({ by: z.string(), name: z.string(), at: stamp })),
    openedAt: stamp,
    settledAt: stampOrNull,
  })
  .nullable()
  .describe('An emergency enforcement that must be ratified');

const holdView = z
  .object({
    reason: z.string(),
    by: z.string().describe('Person id'),
    byName: z.string(),
    since: stamp,
    lifting: z
      .object({ by: z.string(), byName: z.string(), reason: z.string(), at: stamp })
      .nullable()
      .describe('Who requested the lift; another person must request it too'),
  })
  .nullable();

const erasedView = z
  .object({
    at: stamp.describe('The latest erasure'),
    kinds: z.array(z.enum(RETENTION_KINDS)),
    rule: z.string().describe('The retention periods applied, e.g. `documents=P10Y,texts=P3Y`'),
  })
  .nullable();

/** The whole notice; `body` is present only for callers who may read documents. */
export const noticeView = noticeSummary.extend({
  workflow: z.object({
    id: z.string(),
    started: z.boolean(),
    url: z.string().nullable().describe('Its page in the Temporal UI; null if none is configured'),
  }),
  body: z.string().optional(),
  senderDoubts: z
    .array(z.enum(SENDER_DOUBTS))
    .describe('Doubts about the sender, for the person in triage; a submission keeps them among its risks'),
  verifiedBy: z
    .array(z.string())
    .describe('Person ids of those who have confirmed the sender since it was last in doubt'),
  contested: z
    .array(
      z.object({
        topic: z.enum(CONTESTED_TOPICS),
        text: z.string(),
        source: z.string(),
        decision: z
          .object({ allow: z.boolean(), reason: z.string(), by: z.string(), byName: z.string(), at: stamp })
          .nullable()
          .describe("Counsel's latest decision; null: none yet, so the stricter reading applies"),
      }),
    )
    .describe('Contested rules of its law, decided by counsel (`POST …/contested-rules`)'),
  closing: closingView,
  defaultCountries: z
    .array(z.string())
    .optional()
    .describe('Where a decision by country that names none takes effect: by the law, else in the jurisdiction'),
  language: z.string(),
  answer: answerView,
  channel: z.string(),
  orderedDeadline: z.record(z.string(), z.unknown()).nullable(),
  facts: z.record(z.string(), z.string()).describe('Further instants that start a clock, as sent'),
  details: detailsView.describe('What the document states by its kind'),
  checklist: checklistView,
  lawCandidates: z
    .array(candidateView)
    .describe('Other laws that may apply: until triage sets a `regime`, the stricter clock of each duty runs'),
  draftRevision: z.number().int().describe('Increases with each change of the drafts; send it as `asOf`'),
  submission: submissionView.extend({ mayApprove }).nullable(),
  ratification,
  hold: holdView.describe('A legal hold: nothing in the notice is erased while it is in place'),
  handover: z
    .object({ note: z.string(), byName: z.string(), at: stamp })
    .nullable()
    .describe('Hand-over note of the latest assignment'),
  routed: routedView,
  exclusions: z.array(exclusionView).describe('People who may not act on it: recused, or excluded by counsel or ops'),
  staffRisk: staffRiskView,
  manualActions: manualCounts,
  erased: erasedView.describe('What was erased when its retention period ended; null: nothing'),
  reclassification: reclassification.describe(
    'Waiting for the same request by another person with access to the notice',
  ),
  links: z.array(
    z.object({ notice: z.string(), number: z.string(), as: z.enum(LINK_KINDS), direction: z.enum(['to', 'from']) }),
  ),
  alert: z.array(z.object({ id: z.string(), kind: knownName<AlertKind>(), since: stamp, summary: z.string() })),
  allowedCommands: z.array(z.string()),
  commands: z
    .array(
      z.object({
        name: z.string().describe('As in the route'),
        why: z.enum(COMMAND_REASONS).nullable().describe('Why the desk would refuse it now; null: allowed'),
        cure: z.string().nullable().describe('The refusal in words'),
      }),
    )
    .describe('Every command of a notice, and whether this caller can use it'),
});

export const receivedNotice = z.union([noticeView.extend(intakeCounts), noticeReceipt.extend(intakeCounts)]);

const result = z.unknown().optional().describe("The command's report");

/** Response to a command: the notice, or only its identity if the command ended the caller's access to it. */
export const commandedNotice = z.union([
  noticeView.extend({ result }),
  noticeReceipt.pick({ id: true, number: true, version: true }).extend({ result }),
]);
