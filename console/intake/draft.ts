import type { NoticeKind, SecrecyLevel } from '../../domain/notice/notice.js';
import type { TargetType, TargetProblem, TargetFlag } from '../../domain/target/target.js';
import type { Notice } from '../http/types.js';
import { readSpan } from './when/span.js';
import { readWhen, type When } from './when/when.js';
import type { DraftFact } from './paper/fact.js';

/** A time as typed, by the field of the notice it fills. */
export const WHEN_FIELDS = ['issuedAt', 'servedAt', 'receivedAt', 'effectiveUntil'] as const;
export type WhenField = (typeof WHEN_FIELDS)[number];

/** Everything typed into the form, as typed: nothing is lost because it is not right yet. */
export interface Fields extends Record<WhenField, string> {
  kind: NoticeKind;
  /** `known`: an id of the directory; `unknown`: one that is not in it yet. */
  issuer: 'known' | 'unknown';
  authority: string;
  name: string;
  country: string;
  email: string;
  jurisdiction: string;
  regime: string;
  reference: string;
  language: string;
  channel: string;
  subject: string;
  body: string;
  zone: string;
  deadline: 'none' | 'at' | 'within' | 'immediately';
  deadlineText: string;
  secrecy: SecrecyLevel;
  people: string[];
  secretUntil: string;
  relates: { text: string; as: string }[];
  targetsFollow: boolean;
}

/** A row of the list as it will be sent. */
export interface DraftRow {
  line: number;
  type: TargetType;
  locator: string;
  note: string;
  problem: TargetProblem | null;
  flags: TargetFlag[];
}

/** What reading a list gave. */
export interface DraftList {
  name: string;
  format: string;
  rows: DraftRow[];
  problems: { line: number; reason: string }[];
  merged: number;
}

/** What the desk answers to a filed notice: the whole, or for those who only send them in a receipt. */
export type FiledNotice = Pick<Notice, 'id' | 'number' | 'regime' | 'nextDue'> & {
  targetsAccepted: number;
  targetsMerged: number;
  targetsFlagged: number;
};

/** A form that is not filed yet, as kept in this browser. */
export interface Draft {
  id: string;
  person: string;
  savedAt: number | null;
  /** The act of filing: pressing twice, or again after a lost answer, files once. */
  key: string;
  /** When it was first pressed under this key: “in 4 hours” stays the same hour when it is sent again. */
  pressedAt: number | null;
  fields: Fields;
  /** What its papers say. */
  paper: readonly DraftFact[];
  /** Filed, but its list is still to be sent. */
  filed: FiledNotice | null;
}

export function emptyFields(zone: string): Fields {
  return {
    kind: 'blocking_order',
    issuer: 'known',
    authority: '',
    name: '',
    country: '',
    email: '',
    jurisdiction: '',
    regime: '',
    reference: '',
    language: 'en',
    channel: 'letter',
    subject: '',
    body: '',
    zone,
    issuedAt: '',
    servedAt: '',
    receivedAt: '',
    effectiveUntil: '',
    deadline: 'none',
    deadlineText: '',
    secrecy: 'open',
    people: [],
    secretUntil: '',
    relates: [],
    targetsFollow: false,
  };
}

/** Whether anything was typed that is worth keeping. */
export function isTouched(fields: Fields): boolean {
  const { zone } = fields;
  return JSON.stringify(fields) !== JSON.stringify(emptyFields(zone));
}

/** A field that cannot be sent yet, by its path in the request; `why` names the words. */
export interface FieldError {
  path: string;
  why: 'unclear' | 'authority' | 'span' | 'people' | 'link' | 'country';
}

/** The list goes along with the notice up to here; a longer one is sent after it. */
export const INLINE_ROWS = 2_000;

interface Sending {
  now: number;
  rows: readonly DraftRow[];
  /** Ids of the notices that the numbers typed under links mean. */
  linkIds: readonly (string | null)[];
}

const COUNTRY = /^[A-Z]{2}$/;

/** The form as the HTTP interface takes it, without documents; or what is to be put right first. */
export function toRequest(
  fields: Fields,
  sending: Sending,
): { body: Record<string, unknown>; errors: FieldError[]; listFollows: boolean } {
  const errors: FieldError[] = [];
  const instantOf = (path: string, text: string): string | null => {
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
    authority: authorityOf(fields, errors),
    jurisdiction,
    ...given('regime', fields.regime),
    reference: fields.reference.trim(),
    language: fields.language.trim() === '' ? 'en' : fields.language.trim(),
    channel: fields.channel,
    subject: fields.subject.trim(),
    body: fields.body,
    ...Object.fromEntries(WHEN_FIELDS.map((name) => [name, instantOf(`/${name}`, fields[name])])),
    orderedDeadline: deadlineOf(fields, { errors, instantOf }),
    secrecy: secrecyOf(fields, { errors, instantOf }),
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

function authorityOf(fields: Fields, errors: FieldError[]): unknown {
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
  errors: FieldError[];
  instantOf: (path: string, text: string) => string | null;
}

function deadlineOf({ deadline, deadlineText }: Fields, { errors, instantOf }: Tools): unknown {
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

function secrecyOf({ secrecy, people, secretUntil }: Fields, { errors, instantOf }: Tools): unknown {
  if (secrecy === 'open') return { level: secrecy };
  if (secrecy === 'gagged' && people.length === 0) errors.push({ path: '/secrecy/people', why: 'people' });
  const until = instantOf('/secrecy/until', secretUntil);
  return { level: secrecy, people, ...(until === null ? {} : { until }) };
}

/** The list as the desk takes it after the notice: one row a line, as edited. */
export function toNdjson(rows: readonly DraftRow[]): string {
  return rows.map(({ type, locator, note }) => JSON.stringify({ type, locator, note })).join('\n');
}
