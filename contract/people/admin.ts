import { CANARY_AUTHORITY } from '../../domain/notices/canary.js';
import { z } from 'zod';
import { CHANGE_KINDS, CHANGE_STATES } from '../../domain/changes/change.js';
import { isDomainName, isPlainAddress } from '../../domain/letters/mail-address.js';
import { CADENCE_UNITS } from '../../domain/letters/cadence.js';
import { ROLES } from '../../domain/people/permission.js';
import { assertion } from './assertion.js';
import { country, instant } from '../notice-create.js';
import { stamp } from '../notice-view.js';

/** Exactly one plain address, by the same grammar as outgoing mail. */
export const mailAddress = z
  .string()
  .refine(isPlainAddress, 'Give one plain email address, e.g. desk@ministry.example.');

/** One line of human-readable text: no control characters, no lone surrogates. */
export function line(longest: number) {
  return z
    .string()
    .trim()
    .min(1, 'Give some text.')
    .max(longest)
    .refine(
      (value) => !/[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u.test(value),
      'Give one line of plain text.',
    );
}

const validity = { validFrom: instant.optional(), validTo: instant.optional() };

const contact = z
  .strictObject({
    purpose: z.enum(['letters', 'callback']),
    email: mailAddress.optional(),
    phone: z
      .string()
      .regex(/^\+?[0-9][0-9 ().-]{2,38}$/, 'Give a telephone number, e.g. +91 11 2430 1851.')
      .optional(),
    office: line(300).optional(),
    department: line(300).optional(),
    address: z.array(line(200)).max(8).optional().describe('Lines of a postal address, at the head of letters'),
    ...validity,
  })
  .refine(({ email, phone }) => email !== undefined || phone !== undefined, 'Give an "email" or a "phone".')
  .refine(({ purpose, email }) => purpose !== 'letters' || email !== undefined, {
    path: ['email'],
    message: 'A contact for letters needs an "email".',
  });

const cadence = z.strictObject({
  amount: z.int().min(1, 'Give a whole number from 1.').max(1_000),
  unit: z.enum(CADENCE_UNITS),
});

/** `POST /v1/authorities`: a complete entry; a known id replaces the existing entry. */
export const authorityWrite = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z][a-z0-9-]{1,60}$/, 'Give an id in lower case with dashes, e.g. in-meity.')
      .refine((id) => id !== CANARY_AUTHORITY, 'This id is reserved for canary notices.'),
    name: line(300),
    country,
    kind: z.enum(['ministry', 'regulator', 'court', 'police', 'agency']),
    contacts: z.array(contact).max(50).default([]),
    domains: z.array(z.string().refine(isDomainName, 'Give a domain, e.g. meity.gov.in.')).max(100).default([]),
    signers: z
      .array(z.strictObject({ name: line(300), rank: line(300), ...validity }))
      .max(500)
      .default([]),
    verification: z.enum(['unverified', 'verified']).default('unverified'),
    statusUpdates: cadence
      .nullable()
      .default(null)
      .describe('How often it gets status updates on its open notices; null: not requested'),
    assertion: assertion.optional(),
  })
  .meta({ id: 'AuthorityWrite' });

export const contactView = z.object({
  purpose: z.enum(['letters', 'callback']),
  email: z.string().optional(),
  phone: z.string().optional(),
  office: z.string().optional(),
  department: z.string().optional(),
  address: z.array(z.string()).optional(),
  validFrom: z.string().optional(),
  validTo: z.string().optional(),
});
export const authorityView = z.object({
  id: z.string(),
  name: z.string(),
  country: z.string(),
  kind: z.string(),
  contacts: z.array(contactView),
  domains: z.array(z.string()),
  signers: z.array(
    z.object({ name: z.string(), rank: z.string(), validFrom: z.string().optional(), validTo: z.string().optional() }),
  ),
  verification: z.enum(['unverified', 'verified']),
  statusUpdates: cadence
    .nullish()
    .describe('How often it gets status updates on its open notices; absent in entries from before this field existed'),
});

export const authorityNamesView = z.object({
  items: z.array(authorityView.pick({ id: true, name: true, country: true, verification: true })),
});

const roles = z
  .array(z.enum(ROLES))
  .min(1, 'Give at least one role.')
  .max(ROLES.length)
  .refine((given) => new Set(given).size === given.length, 'Give each role once.');

/** `POST /v1/people`: a known `id` or `email` is the same person. */
export const personWrite = z
  .strictObject({
    id: z.uuid().optional().describe('Id of the person to change (default: the person with this email address)'),
    name: line(200),
    email: mailAddress,
    roles,
    active: z.boolean().default(true),
    assertion: assertion.optional(),
  })
  .meta({ id: 'PersonWrite' });

export const personView = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  roles: z.array(z.enum(ROLES)),
  active: z.boolean(),
  absences: z
    .array(z.object({ from: stamp, until: stamp, substitute: z.string(), substituteName: z.string() }))
    .optional()
    .describe('Current and planned absences'),
});

/** The caller (`GET /v1/me`). */
export const meView = z.object({
  person: z.object({ id: z.string(), name: z.string() }),
  roles: z.array(z.enum(ROLES)),
  key: z.object({ id: z.string(), name: z.string() }).nullable(),
});

export const absenceWrite = z
  .union([
    z.strictObject({
      from: instant.nullish().describe('Default: now'),
      until: instant,
      substitute: z.string().max(100).describe('Person id, or email address of a staff member'),
      assertion: assertion.optional(),
    }),
    z.strictObject({ over: z.literal(true).describe('Ends the absence now and cancels planned ones') }),
  ])
  .meta({ id: 'AbsenceWrite' });

export const keyWrite = z
  .strictObject({
    person: z.string().max(100).describe('Person id, or email address of a staff member'),
    name: line(200),
    roles: roles.describe("Must be among the person's roles"),
    expiresAt: instant.nullish().describe('Default: 90 days after the key is created'),
    speaksFor: z
      .union([
        z.literal('all'),
        z
          .array(z.string().max(100))
          .max(1_000)
          .refine((ids) => new Set(ids).size === ids.length, 'Give each authority once.'),
      ])
      .optional()
      .describe(
        'Ids of authorities that this key speaks for: their notices filed with it count as verified. Default: none',
      ),
    assertion: assertion.optional(),
  })
  .meta({ id: 'KeyWrite' });

const speaksFor = z
  .union([z.literal('all'), z.array(z.string())])
  .describe('Authorities that the key speaks for; none: notices filed with it start unverified');

export const keyView = z.object({
  id: z.string(),
  person: z.string(),
  personName: z.string(),
  name: z.string(),
  roles: z.array(z.enum(ROLES)),
  createdAt: stamp,
  expiresAt: stamp.nullable(),
  revokedAt: stamp.nullable(),
  speaksFor,
  lastUsedAt: stamp.nullable().describe('Accurate to the minute'),
  endsSoon: z.boolean().describe('Within 14 days'),
});

export const newKey = z.object({
  id: z.string(),
  person: z.string(),
  name: z.string(),
  roles: z.array(z.enum(ROLES)),
  expiresAt: stamp.nullable(),
  speaksFor,
  key: z.string().optional().describe('Shown only in this answer, not when the request is repeated'),
});

export const keyClaim = z
  .strictObject({ change: z.uuid().describe('Id of the confirmed change that created the key') })
  .meta({ id: 'KeyClaim' });

/** Status 202: another person must confirm the change. */
export const changeRequested = z.object({
  change: z.string().describe('Id of the change'),
  state: z.literal('pending'),
});

const nameAndId = z.object({ id: z.string(), name: z.string() });

/** A change of administration with its requester and state. */
export const changeView = z.object({
  id: z.string(),
  kind: z.enum(CHANGE_KINDS),
  state: z.enum(CHANGE_STATES).describe('confirmed: a key waiting for its owner, or a contact not yet in effect'),
  subject: nameAndId.describe('The person or authority to be changed'),
  before: z.record(z.string(), z.unknown()).nullable().describe('The entry before the change; null if there was none'),
  after: z.record(z.string(), z.unknown()).describe('The entry as requested'),
  requestedBy: nameAndId,
  requestedAt: stamp,
  expiresAt: stamp.describe('Deadline for confirming it'),
  decidedBy: nameAndId.nullable(),
  decidedAt: stamp.nullable(),
  effectiveAt: stamp.nullable().describe('From when on it holds'),
  reason: z.string().nullable(),
});

/** `POST /v1/changes/{id}/confirm` and `…/refuse`. */
export const changeDecision = z.strictObject({ reason: line(1_000).optional() }).meta({ id: 'ChangeDecision' });
export const changeConfirmation = z
  .strictObject({ reason: line(1_000).optional(), assertion: assertion.optional() })
  .meta({ id: 'ChangeConfirmation' });
