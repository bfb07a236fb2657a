import type { NoticeKind, SecrecyLevel } from '../../domain/notices/notice.js';
import type { TargetType, TargetProblem, TargetFlag } from '../../domain/targets/target.js';
import type { Notice } from '../http/types.js';
import { readSpan } from '../forms/when/span.js';
import { readWhen, type When } from '../forms/when/when.js';
import type { DraftFact } from './document/fact.js';
import { buildRecord } from '../../domain/record-keys.js';

export const WHEN_FIELDS = ['issuedAt', 'servedAt', 'receivedAt', 'effectiveUntil'] as const;

const TEXTS = [
  'authority',
  'name',
  'country',
  'email',
  'jurisdiction',
  'regime',
  'reference',
  'subject',
  'body',
  'deadlineText',
  'secretUntil',
  ...WHEN_FIELDS,
] as const;
export type TextName = (typeof TEXTS)[number] | 'zone' | 'language' | 'channel';

/** The form's contents as typed, so that invalid input is not lost. */
export interface Fields extends Record<TextName, string> {
  kind: NoticeKind;
  /** `known`: an id of the authority directory; `unknown`: an authority that is not in it yet. */
  issuer: 'known' | 'unknown';
  deadline: 'none' | 'at' | 'within' | 'immediately';
  secrecy: SecrecyLevel;
  people: string[];
  relates: { text: string; as: string }[];
  targetsFollow: boolean;
}

export interface DraftRow {
  line: number;
  type: TargetType;
  locator: string;
  note: string;
  problem: TargetProblem | null;
  flags: TargetFlag[];
}

export interface DraftList {
  name: string;
  format: string;
  rows: DraftRow[];
  problems: { line: number; reason: string }[];
  merged: number;
}

/** The response to a filed notice; a receipt for people who only submit notices. */
export type FiledNotice = Pick<Notice, 'id' | 'number' | 'regime' | 'nextDue'> & {
  targetsAccepted: number;
  targetsMerged: number;
  targetsFlagged: number;
};

/** An unfiled form, stored in this browser. */
export interface IntakeDraft {
  id: string;
  person: string;
  savedAt: number | null;
  /** Idempotency key of the filing: pressing twice, or again after a lost response, files once. */
  key: string;
  /** Time of the first attempt under this key, so that “in 4 hours” means the same hour when it is retried. */
  pressedAt: number | null;
  fields: Fields;
  document: readonly DraftFact[];
  /** The notice, filed while its list is still to be sent. */
  filed: FiledNotice | null;
}

export function emptyFields(zone: string): Fields {
  return {
    ...buildRecord(TEXTS, () => ''),
    kind: 'blocking_order',
    issuer: 'known',
    language: 'en',
    channel: 'letter',
    zone,
    deadline: 'none',
    secrecy: 'open',
    people: [],
    relates: [],
    targetsFollow: false,
  };
}

export function isTouched(fields: Fields): boolean {
  const { zone } = fields;
  return JSON.stringify(fields) !== JSON.stringify(emptyFields(zone));
}

/** A field that cannot be sent yet, by its path in the request; `why` is the key of the text. */
export interface DraftFieldError {
  path: string;
  why: 'unclear' | 'authority' | 'span' | 'people' | 'link' | 'country';
}

/** Maximum number of rows sent with the notice; a longer list is sent after it. */
export const INLINE_ROWS = 2_000;

interface Sending {
  now: number;
  rows: readonly DraftRow[];
  /** Ids of the notices whose numbers were typed under links; same order. */
  linkIds: readonly (string | null)[];
}

const COUNTRY = /^[A-Z]{2}$/;

/** Builds the request body without documents, or the errors that block it. */
export function toRequest(
  fields: Fields,
  sending: Sending,
): { body: Record<string, unknown>; errors: DraftFieldError[]; listFollows: boolean } {
  const errors: DraftFieldError[] = [];
  const readInstant = (path: string, text: string): string | null => {
    const when: When = readWhen(text, { zone: fields.zone, now: sending.now });
    if (when.state === 'read') return new Date(when.at).toISOString();
    if (when.state !== 'empty') errors.push({ path, why: 'unclear' });
    return null;
  };
  const listFollows = sending.rows.length > INLINE_ROWS;
  const jurisdiction = fields.jurisdiction.trim().toUpperCase();
  if (!COUNTRY.test(jurisdiction)) errors.push({ path: '/jurisdiction', why: 'country' });
  const body: Record<string, unknown> = {
    kind: fields.kind,
    authority: readAuthority(fields, errors),
    jurisdiction,
    ...given('regime', fields.regime),
    reference: fields.reference.trim(),
    language: fields.language.trim() === '' ? 'en' : fields.language.trim(),
    channel: fields.channel,
    subject: fields.subject.trim(),
    body: fields.body,
    ...Object.fromEntries(WHEN_FIELDS.map((name) => [name, readInstant(`/${name}`, fields[name])])),
    orderedDeadline: readDeadline(fields, { errors, instantOf: readInstant }),
    secrecy: readSecrecy(fields, { errors, instantOf: readInstant }),
    relatesTo: fields.relates.flatMap(({ text, as }, place) => {
      const notice = sending.linkIds[place] ?? null;
      if (notice === null && text.trim() !== '') errors.push({ path: `/relatesTo/${place}/notice`, why: 'link' });
      return notice === null ? [] : [{ notice, as }];
    }),
    targets: listFollows ? [] : sending.rows.map(({ type, locator, note }) => ({ type, locator, note })),
    targetsFollow: listFollows || (sending.rows.length === 0 && fields.targetsFollow),
  };
  return { body, errors, listFollows };
}

function given(name: string, text: string): Record<string, string> {
  return text.trim() === '' ? {} : { [name]: text.trim() };
}

function readAuthority(fields: Fields, errors: DraftFieldError[]): unknown {
  if (fields.issuer === 'known') {
    if (fields.authority.trim() === '') errors.push({ path: '/authority', why: 'authority' });
    return fields.authority.trim();
  }
  const country = fields.country.trim().toUpperCase();
  if (fields.name.trim() === '') errors.push({ path: '/authority/name', why: 'authority' });
  if (!COUNTRY.test(country)) errors.push({ path: '/authority/country', why: 'country' });
  return { name: fields.name.trim(), country, ...given('email', fields.email) };
}

interface Tools {
  errors: DraftFieldError[];
  instantOf: (path: string, text: string) => string | null;
}

function readDeadline({ deadline, deadlineText }: Fields, { errors, instantOf }: Tools): unknown {
  if (deadline === 'none') return null;
  if (deadline === 'immediately') return { immediately: true };
  if (deadline === 'within') {
    const within = readSpan(deadlineText);
    if (within === null) errors.push({ path: '/orderedDeadline/within', why: 'span' });
    return { within };
  }
  const before = errors.length;
  const at = instantOf('/orderedDeadline/at', deadlineText);
  if (at === null && errors.length === before) errors.push({ path: '/orderedDeadline/at', why: 'unclear' });
  return { at };
}

function readSecrecy({ secrecy, people, secretUntil }: Fields, { errors, instantOf }: Tools): unknown {
  if (secrecy === 'open') return { level: secrecy };
  if (secrecy === 'gagged' && people.length === 0) errors.push({ path: '/secrecy/people', why: 'people' });
  const until = instantOf('/secrecy/until', secretUntil);
  return { level: secrecy, people, ...(until === null ? {} : { until }) };
}

/** Serializes the rows as the NDJSON upload that follows the notice, as edited. */
export function toNdjson(rows: readonly DraftRow[]): string {
  return rows.map(({ type, locator, note }) => JSON.stringify({ type, locator, note })).join('\n');
}
