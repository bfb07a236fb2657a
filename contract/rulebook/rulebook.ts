import { z } from 'zod';
import { SILENT_TOPICS } from '../../domain/rulebook/citation.js';
import { CONFIDENCES } from '../../domain/rulebook/confidence.js';
import { DECISION_ACTIONS } from '../../domain/targets/decision-action.js';
import { GROUND_CODES } from '../../domain/targets/ground.js';
import { UNITS, DUE_TIMES, ROLLS } from '../../domain/clock-arithmetic/counting-words.js';
import { CLOCK_FORMS, CLOCK_KINDS, CLOCK_OWNERS, ESCALATION_TIMES } from '../../domain/clocks/clock.js';
import { CADENCE_UNITS } from '../../domain/letters/cadence.js';
import { NOTICE_KINDS, SECRECY_LEVELS } from '../../domain/notices/notice.js';
import { ROLES } from '../../domain/people/permission.js';
import {
  GUARDED,
  PENALTY_BEARERS,
  PERIOD_RULES,
  RULE_STATUSES,
  START_FACTS,
  FORMALITIES,
  PUBLICATION_RULES,
  USER_NOTICE_RULES,
  USER_NOTICE_TIMES,
  RULE_BASES,
  LACKS,
} from '../../domain/rulebook/regime.js';
import { citationView, provisionView, silenceView } from './citation.js';
import { assertion } from '../people/assertion.js';
import { stamp } from '../notice-view.js';
import { parseLawTime } from '../../domain/clock-arithmetic/law-time.js';
import { createPageSchema } from '../paging.js';

/** Every fact states its source, its confidence and the proof. */
const sourced = {
  source: z.string(),
  confidence: z.enum(CONFIDENCES).describe('Follows from the citation'),
  citation: citationView.optional().describe('Sources read for it; absent: none'),
  provision: provisionView.optional().describe('Its provision in the law, if it does not follow from `citation`'),
  reviewer: z.string().nullable().describe('Counsel who have checked it; null: none yet'),
};

const counting = z.object({
  amount: z.number().int(),
  unit: z.enum(UNITS),
  dueTime: z.enum(DUE_TIMES),
  roll: z.enum(ROLLS),
  stop: z.boolean(),
});

const companyTest = z.union([
  z.object({ users: z.object({ country: z.string(), atLeast: z.number().int() }) }),
  z.object({ licence: z.string() }),
  z.object({ representative: z.string() }),
  z.object({ designation: z.string() }),
]);

const clockRule = z.object({
  kind: z.enum(CLOCK_KINDS),
  owner: z.enum(CLOCK_OWNERS),
  basis: z.enum(RULE_BASES),
  form: z.enum(CLOCK_FORMS).describe('ceiling: latest time; floor: earliest time'),
  startsOn: z.enum(START_FACTS),
  counting: counting.nullable().describe('null: the order sets the time'),
  period: z.enum(PERIOD_RULES),
  windows: z
    .array(z.object({ from: z.string(), to: z.string() }))
    .describe('Only for clocks that start within these; empty: always'),
  guards: z.enum(GUARDED).nullable(),
  status: z.enum(RULE_STATUSES),
  extend: z.boolean(),
  escalation: z.array(z.object({ percent: z.number(), to: z.array(z.enum(ROLES)), page: z.boolean() })),
  escalationTime: z.enum(ESCALATION_TIMES),
  note: z.string().nullable(),
  ...sourced,
});

export const penaltyView = z.object({
  text: z.string(),
  fallsOn: z.array(z.enum(PENALTY_BEARERS)),
  prison: z.literal(true).optional().describe('Its source text provides for imprisonment'),
  ...sourced,
});

export const regimeVersionView = z.object({
  id: z.string(),
  version: z.string(),
  title: z.string(),
  jurisdiction: z.string(),
  zone: z.string(),
  calendar: z.string().nullable(),
  status: z.enum(RULE_STATUSES),
  inForceFrom: z.string(),
  inForceTo: z.string().nullable(),
  inForce: z.object(sourced),
  immediatelySeconds: z.number().int().describe('Company policy for "immediately"'),
  countries: z.array(z.string()),
  noticeKinds: z.array(z.enum(NOTICE_KINDS)),
  authorities: z.array(z.string()),
  alongside: z.array(z.string()).describe('Other laws that apply to the same order; the stricter clock runs'),
  counteredBy: z.string().optional().describe('Law of the counter notifications to notices under this law'),
  thresholds: z
    .array(z.object({ text: z.string(), test: companyTest, ...sourced }))
    .optional()
    .describe('Facts about the company that decide whether the law applies to it; absent: it applies to every company'),
  applies: z
    .enum(['applies', 'unknown', 'does_not_apply'])
    .optional()
    .describe(
      'By the thresholds and `company.yaml`; unknown: the company has not stated a fact, so it is taken to apply',
    ),
  whoMayOrder: z.array(
    z.object({ who: z.string(), rank: z.string().nullable(), channel: z.string().nullable(), ...sourced }),
  ),
  contents: z
    .array(
      z.object({
        id: z.string(),
        asks: z.string(),
        sentence: z.string(),
        lack: z.enum(LACKS),
        ...sourced,
      }),
    )
    .describe('What the document must contain'),
  deemedService: z.object({ counting, ...sourced }).nullable(),
  clocks: z.array(clockRule),
  secrecy: z.object({ level: z.enum(SECRECY_LEVELS), text: z.string(), ...sourced }).nullable(),
  userNotice: z
    .object({
      rule: z.enum(USER_NOTICE_RULES),
      when: z
        .enum(USER_NOTICE_TIMES)
        .optional()
        .describe('Absent: the law sets no time, or it has not been researched'),
      text: z.string(),
      ...sourced,
    })
    .nullable(),
  remedies: z.array(
    z.object({
      text: z.string(),
      forUsers: z
        .string()
        .optional()
        .describe('What the message to affected users says about the law; absent: nothing'),
      ...sourced,
    }),
  ),
  penalties: z.array(penaltyView),
  formalities: z
    .partialRecord(
      z.enum(FORMALITIES),
      z.object({
        text: z.string(),
        rule: z
          .enum(PUBLICATION_RULES)
          .optional()
          .describe('Whether publication is forbidden, or contested and so needs a decision by counsel'),
        ...sourced,
      }),
    )
    .optional()
    .describe('Requirements for a reply; absent ones are silent, unread or not yet researched'),
  statusUpdates: z
    .object({
      every: z.object({ amount: z.number().int(), unit: z.enum(CADENCE_UNITS) }),
      text: z.string(),
      ...sourced,
    })
    .optional()
    .describe(
      'How often the authority must get a status update on an open notice; absent: never, or not yet researched',
    ),
  grounds: z.array(z.object({ text: z.string(), ...sourced })).describe('Possible grounds of an order'),
  silent: z
    .partialRecord(z.enum(SILENT_TOPICS), silenceView)
    .optional()
    .describe('Topics on which the law was read and says nothing'),
  unread: z
    .partialRecord(z.enum(SILENT_TOPICS), z.object({ sought: z.string(), on: z.string().describe('ISO date') }))
    .optional()
    .describe('Topics whose text could not be obtained'),
  summary: z.string(),
});

export const regimeView = regimeVersionView.extend({
  status: z
    .enum([...RULE_STATUSES, 'not_in_force'])
    .describe('not_in_force: the requested time is before its first day in force, `inForceFrom`'),
  family: z.string(),
  jurisdictions: z.array(z.string()),
  versions: z.array(
    z.object({
      version: z.string(),
      status: z.enum(RULE_STATUSES),
      inForceFrom: z.string(),
      inForceTo: z.string().nullable(),
    }),
  ),
});

export const groundView = z.object({
  code: z.enum(GROUND_CODES),
  actions: z.array(z.enum(DECISION_ACTIONS)).describe('Actions that the ground applies to'),
  needsNote: z.boolean(),
  title: z.record(z.string(), z.string()).describe('By language'),
  text: z.record(z.string(), z.string()).describe('By language; used in letters'),
});

/** A point in time for reading law: each law interprets a date in its own zone. */
export const lawTime = z
  .string()
  .max(100)
  .refine(
    (text) => parseLawTime(text) !== undefined,
    'Give a date, e.g. 2026-02-20, or an RFC 3339 time with an offset, e.g. 2026-02-20T00:00:00+05:30.',
  );

export const differenceView = z.object({
  what: z.enum(['regime', 'calendar', 'proposal', 'authority', 'ground', 'company', 'event']),
  id: z.string(),
  title: z.string(),
  change: z.enum(['added', 'ended', 'changed']),
  before: z.string().nullable().describe('Version at `from`'),
  after: z.string().nullable().describe('Version at `to`'),
  changes: z.array(
    z.object({
      field: z.string(),
      before: z.unknown(),
      after: z.unknown(),
      line: z.string().describe('In plain words, e.g. "comply: 36 hours → 3 hours from actual knowledge (secondary)"'),
    }),
  ),
});

/** A change that took effect in the law on a day, or in the rulebook's account of it by an edition. */
export const lawChangeView = z.object({
  id: z.string().describe('Permanent id: `law:2026-02-20`, `rulebook:3`'),
  of: z.enum(['law', 'rulebook']).describe('law: the law itself, from that day; rulebook: a changed file'),
  at: stamp,
  title: z.string(),
  differences: z.array(differenceView),
});

const move = {
  notice: z.string(),
  number: z.string(),
  clock: z.string(),
  kind: z.enum(CLOCK_KINDS),
  from: stamp.nullable().describe('null while paused'),
  to: stamp.nullable(),
};

/** The changes that the current rulebook would make to open clocks; items are one page of them. */
export const pendingRevisionView = createPageSchema(z.object({ ...move, why: z.array(z.string()) })).extend({
  edition: z.number().int().nullable(),
  digest: z.string().describe('Digest over all clocks that would move; send it to propose the moves'),
  clocks: z.number().int(),
  notices: z.number().int(),
  unknown: z
    .object({ clocks: z.number().int(), why: z.array(z.string()) })
    .describe('Clocks whose rule is no longer in the rulebook; they do not move'),
});

const person = z.object({ id: z.string(), name: z.string() });

/** A change of open clocks, proposed by one person and decided by another. */
export const revisionView = z.object({
  number: z.number().int(),
  state: z.enum(['proposed', 'approved', 'withdrawn']),
  edition: z.number().int().describe('The rulebook it is based on'),
  digest: z.string(),
  clocks: z.number().int(),
  reason: z.string(),
  proposedBy: person,
  proposedAt: stamp,
  decidedBy: person.nullable(),
  decidedAt: stamp.nullable(),
});

const moveState = z.enum(['proposed', 'made', 'refused']);

export const revisionPage = revisionView.extend({
  ...createPageSchema(z.object({ ...move, state: moveState })).shape,
  moves: z.object({ proposed: z.number().int(), made: z.number().int(), refused: z.number().int() }),
});

const reason = z.string().trim().min(1, 'Give a reason.').max(4_000);
const digest = z.string().max(200).describe('Digest of what you have reviewed');

export const revisionWrite = z.strictObject({ reason, digest }).meta({ id: 'RevisionWrite' });
export const revisionApproval = z
  .strictObject({ digest, assertion: assertion.optional() })
  .meta({ id: 'RevisionApproval' });
export const revisionWithdrawal = z.strictObject({ reason }).meta({ id: 'RevisionWithdrawal' });
