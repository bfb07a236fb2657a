import { z } from 'zod';
import { SILENT_TOPICS } from '../domain/rulebook/citation.js';
import { UNITS, DUE_TIMES, ROLLS } from '../domain/clock-arithmetic/counting-words.js';
import { isZoneName, WEEKDAYS } from '../domain/clock-arithmetic/index.js';
import { CLOCK_FORMS, CLOCK_KINDS, CLOCK_OWNERS, ESCALATION_TIMES } from '../domain/clocks/clock.js';
import { AUTHORITY_KINDS } from '../domain/rulebook/proposal.js';
import { GROUND_CODES } from '../domain/targets/ground.js';
import { CADENCE_UNITS } from '../domain/letters/cadence.js';
import { INTAKE_DUTIES } from '../domain/duties/intake.js';
import { NOTICE_KINDS, SECRECY_LEVELS } from '../domain/notices/notice.js';
import { findEditorsNote } from '../domain/rulebook/users-text.js';
import { ROLES } from '../domain/people/permission.js';
import {
  actSchema,
  factSchema,
  isoDate,
  language,
  lowerId,
  silenceSchema,
  sourced,
  text,
  textSchema,
  type TextEntry,
  unreadSchema,
  webAddress,
} from './proof-schema.js';
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
  CALENDAR_STATUSES,
  CALENDAR_YEAR_STATUSES,
} from '../domain/rulebook/regime.js';

const zone = z.string().refine(isZoneName, 'must be an IANA time-zone name such as Asia/Kolkata');
const regimeId = z.string().regex(/^[A-Z][A-Z0-9-]{1,40}$/, 'must be upper case with dashes, e.g. IN-69A-EMERG');
export const country = z.string().regex(/^[A-Z]{2}$/, 'must be a two-letter country code');

const countSchema = z.strictObject({
  amount: z.int().min(0),
  unit: z.enum(UNITS),
  dueTime: z.enum(DUE_TIMES).default('same_time'),
  roll: z.enum(ROLLS).default('none'),
  stop: z.boolean().default(false),
});

const escalationSchema = z.array(
  z.strictObject({ percent: z.number().min(1).max(100), to: z.array(z.enum(ROLES)).min(1), page: z.boolean() }),
);

const clockSchema = z.strictObject({
  kind: z.enum(CLOCK_KINDS),
  owner: z.enum(CLOCK_OWNERS).default('us'),
  basis: z.enum(RULE_BASES),
  form: z.enum(CLOCK_FORMS).default('ceiling'),
  startsOn: z.enum(START_FACTS),
  count: z.union([z.literal('as_ordered'), countSchema]),
  period: z.enum(PERIOD_RULES).default('plain'),
  /** Local dates, the second one exclusive. The clock runs only if its start falls in one of them. */
  windows: z.array(z.strictObject({ from: isoDate, to: isoDate })).default([]),
  guards: z.enum(GUARDED).nullable().default(null),
  status: z.enum(RULE_STATUSES).default('in_force'),
  extend: z.boolean().default(false),
  escalation: escalationSchema.optional(),
  escalationTime: z.enum(ESCALATION_TIMES).optional(),
  note: text.nullable().default(null),
  ...sourced,
});

/** Internal deadlines where the law is silent, by kind of clock; shown everywhere as company policy, not law. */
const policySchema = z.strictObject({
  acknowledge: countSchema.optional(),
  decide: countSchema.optional(),
  comply: z.union([z.literal('as_ordered'), countSchema]).optional(),
  inform: countSchema.optional(),
  /** If the law requires a user notice and states no time; counted from the effect. */
  userNotice: countSchema.optional(),
});

const contentSchema = z
  .strictObject({
    id: lowerId,
    asks: text,
    sentence: text,
    lack: z.enum(LACKS).default('clocks_run'),
    about: z.enum(INTAKE_DUTIES).optional(),
    accepts: z.union([z.literal('declared'), z.array(language).min(1)]).optional(),
    ...sourced,
  })
  .refine(
    ({ about, accepts }) => accepts === undefined || about === 'language',
    'only an item about language accepts some',
  );

/** `forUsers`: the remedy as worded for affected people; without it the user notice omits the remedy. */
const remedySchema = z
  .strictObject({ text, forUsers: text.optional(), ...sourced })
  .refine(({ forUsers, citation }) => forUsers === undefined || citation?.clause !== undefined, {
    path: ['forUsers'],
    message: 'a text for users needs a citation with the clause that supports it',
  })
  .refine(({ forUsers }) => forUsers === undefined || findEditorsNote(forUsers) === null, {
    path: ['forUsers'],
    message: "a text for users must not contain an editor's note such as (from memory), unsure or (see …)",
  });

const companyTestSchema = z.union([
  z.strictObject({ users: z.strictObject({ country, atLeast: z.int().min(1) }) }),
  z.strictObject({ licence: lowerId }),
  z.strictObject({ representative: country }),
  z.strictObject({ designation: lowerId }),
]);

const versionSchema = z.strictObject({
  status: z.enum(RULE_STATUSES),
  inForceFrom: isoDate,
  inForceTo: isoDate.nullable().default(null),
  inForce: factSchema,
  summary: text,
  alongside: z.array(regimeId).default([]),
  counteredBy: regimeId.optional(),
  /** Facts about the company that decide whether the law applies to it. */
  thresholds: z.array(z.strictObject({ test: companyTestSchema, text, ...sourced })).default([]),
  whoMayOrder: z
    .array(
      z.strictObject({
        who: text,
        rank: text.nullable().default(null),
        channel: text.nullable().default(null),
        ...sourced,
      }),
    )
    .default([]),
  contents: z.array(contentSchema).default([]),
  deemedService: z
    .strictObject({ count: countSchema, ...sourced })
    .nullable()
    .default(null),
  clocks: z.array(clockSchema).default([]),
  policy: policySchema.default({}),
  /** For every clock of ours without an escalation policy of its own. */
  escalation: escalationSchema.optional(),
  secrecy: z
    .strictObject({ level: z.enum(SECRECY_LEVELS), text, ...sourced })
    .nullable()
    .default(null),
  userNotice: z
    .strictObject({ rule: z.enum(USER_NOTICE_RULES), when: z.enum(USER_NOTICE_TIMES).optional(), text, ...sourced })
    .nullable()
    .default(null),
  remedies: z.array(remedySchema).default([]),
  penalties: z
    .array(
      z.strictObject({
        text,
        fallsOn: z.array(z.enum(PENALTY_BEARERS)).min(1),
        prison: z.literal(true).optional(),
        ...sourced,
      }),
    )
    .default([]),
  grounds: z.array(z.strictObject({ text, ...sourced })).default([]),
  formalities: z
    .partialRecord(
      z.enum(FORMALITIES),
      z.strictObject({
        text,
        rule: z.enum(PUBLICATION_RULES).optional(),
        forms: z.array(text).min(1).optional(),
        ...sourced,
      }),
    )
    .refine(
      (facts) => Object.entries(facts).every(([name, fact]) => name === 'form' || fact?.forms === undefined),
      'only form has forms',
    )
    .refine(
      (facts) => Object.entries(facts).every(([name, fact]) => name === 'publication' || fact?.rule !== 'forbidden'),
      'only publication can be forbidden',
    )
    .optional(),
  statusUpdates: z
    .strictObject({
      every: z.strictObject({ amount: z.int().min(1).max(1_000), unit: z.enum(CADENCE_UNITS) }),
      text,
      ...sourced,
    })
    .optional(),
  /** Topics on which the law was read and says nothing. */
  silent: z.partialRecord(z.enum(SILENT_TOPICS), silenceSchema).default({}),
  /** Topics that were searched for and could not be read. */
  unread: z.partialRecord(z.enum(SILENT_TOPICS), unreadSchema).optional(),
});

const proposalSchema = z.strictObject({
  kinds: z.array(z.enum(NOTICE_KINDS)).min(1),
  /** Only for these issuers; a proposal without them applies to every other issuer of the jurisdiction. */
  authorities: z.array(lowerId).min(1).optional(),
  authorityKinds: z.array(z.enum(AUTHORITY_KINDS)).min(1).optional(),
  /** Only if a word of the document's subject or text begins with one of these. */
  words: z.array(text).min(1).optional(),
  why: text,
});

const regimeSchema = z.strictObject({
  id: regimeId,
  title: text,
  calendar: lowerId.nullable().default(null),
  immediatelySeconds: z.int().min(60).multipleOf(60),
  countries: z.array(country),
  noticeKinds: z.array(z.enum(NOTICE_KINDS)).min(1),
  authorities: z.array(lowerId),
  proposeFor: z.array(proposalSchema).default([]),
  versions: z.array(versionSchema).min(1),
});

export const familySchema = z.strictObject({
  family: text,
  jurisdiction: z.string().regex(/^[A-Z]{2}$|^\*$/, 'must be a two-letter code, or * for everywhere'),
  /** Other jurisdictions whose notices are proposed a law of this family, e.g. the member states. */
  memberJurisdictions: z.array(country).default([]),
  zone,
  texts: z.record(lowerId, textSchema).default({}),
  acts: z.record(lowerId, actSchema).default({}),
  regimes: z.array(regimeSchema).min(1),
});
type WrittenFamily = z.infer<typeof familySchema>;
/** A file of `regimes/` whose texts are found. */
export type FamilyFile = Omit<WrittenFamily, 'texts'> & { texts: Record<string, TextEntry> };
export type RegimeEntry = z.infer<typeof regimeSchema>;
export type VersionEntry = z.infer<typeof versionSchema>;
export type ClockEntry = z.infer<typeof clockSchema>;

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time such as 09:00');

const calendarYearsSchema = z.strictObject({
  from: z.int().min(1900).max(9999),
  to: z.int().min(1900).max(9999),
  status: z.enum(CALENDAR_YEAR_STATUSES),
  source: text,
  url: webAddress.optional(),
  read: isoDate.optional(),
});

/** `opensAt`, `closesAt`: when the office opens or closes on that day, instead of its usual hours. */
const halfDaySchema = z
  .strictObject({ date: isoDate, opensAt: timeOfDay.optional(), closesAt: timeOfDay.optional() })
  .refine(({ opensAt, closesAt }) => opensAt !== undefined || closesAt !== undefined, 'needs opensAt or closesAt');

export const calendarSchema = z.strictObject({
  id: lowerId,
  version: text,
  title: text,
  zone,
  status: z.enum(CALENDAR_STATUSES),
  weekend: z.array(z.enum(WEEKDAYS)),
  holidays: z.array(isoDate),
  halfDays: z.array(halfDaySchema).optional(),
  windows: z.partialRecord(z.enum(WEEKDAYS), z.array(z.tuple([timeOfDay, timeOfDay]))),
  source: text,
  years: z.array(calendarYearsSchema).default([]),
});

/** The directory's contacts are not in this file; the seeding step adds them. */
export const authoritiesSchema = z.array(
  z.strictObject({
    id: lowerId,
    name: text,
    country: z.string().regex(/^[A-Z]{2}$/),
    kind: z.enum(AUTHORITY_KINDS),
    domains: z.array(text).default([]),
  }),
);

/** Countries of whose law the rulebook knows nothing; `tried`: what was looked for in vain. */
export const placeholdersSchema = z.array(
  z.strictObject({ country, name: text, tried: text.optional(), on: isoDate.optional() }),
);

export const groundsSchema = z.array(
  z.strictObject({
    code: z.enum(GROUND_CODES),
    title: z.record(z.string(), text),
    text: z.record(z.string(), text),
  }),
);
