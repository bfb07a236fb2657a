import { isEventAction, toEvent, type DetailKey, type EventAction } from '../../domain/event.js';
import type { Offer } from '../../domain/letters/proposal.js';
import type { TriageReading } from '../../domain/commands/command.js';
import type { LoggedEntry } from '../notice/event-text.js';
import { PRIORITIES } from '../../domain/notices/notice.js';
import { findOneOf } from '../../domain/is-one-of.js';
import { CONTENT_CATEGORIES } from '../../domain/reports/content-category.js';
import { getKeys } from '../../domain/record-keys.js';
import { formatCountry, formatInstant, formatList, formatNumber, withOwnTimes } from '../parts/format.js';
import { en } from '../words/en/index.js';
import { wordAt, type Words } from '../words/use-words.js';

const NOT_STATED = 'not_stated';

export interface DetailLine {
  name: string;
  value: string;
}

type Field = keyof typeof en.timeline.field;
type Kept = DetailKey | keyof TriageReading | keyof NonNullable<TriageReading['clocks']>;
type Show = (value: unknown, t: Words, action: EventAction | null) => string;

const text: Show = (value) => (typeof value === 'string' ? withOwnTimes(value) : '');
const number: Show = (value) => (typeof value === 'number' ? formatNumber(value) : '');
const instant: Show = (value) => (typeof value === 'number' || typeof value === 'string' ? formatInstant(value) : '');
const only: Show = (value, t) => (value === true ? t('timeline:approval') : '');

function code(path: string, words: object): Show {
  return (value, t) => (typeof value === 'string' && Object.hasOwn(words, value) ? wordAt(t, path, value) : '');
}

function each(show: Show): Show {
  return (value, t, action) =>
    Array.isArray(value) ? formatList(value.map((one) => show(one, t, action)).filter((one) => one !== '')) : '';
}

const LAW: Show = (value, t) => {
  const { id, version } = (value ?? {}) as { id?: string; version?: string };
  return id === undefined ? '' : t('timeline:law', { id, version: version ?? '' });
};
const NAME: Show = (value) =>
  typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : '';
const KIND: Show = (value, t, action) =>
  action === 'notice_received' ? code('words:kind', en.words.kind)(value, t, action) : '';
const OUTCOME: Show = (value, t, action) => (action === 'record_dialogue' ? text(value, t, action) : '');
const CHECKLIST: Show = (value, t) => {
  const answers = Object.values((value ?? {}) as Record<string, string>);
  const count = (answer: string) => formatNumber(answers.filter((one) => one === answer).length);
  return answers.length === 0 ? '' : t('timeline:checklist', { present: count('present'), missing: count('missing') });
};

const PRIORITY: Show = (value, t) => {
  const known = findOneOf(PRIORITIES, value);
  return known === undefined ? '' : t(`words:priority.${known}`);
};

const CATEGORY: Show = (value, t) => {
  const known = findOneOf([...CONTENT_CATEGORIES, NOT_STATED], value);
  return known === undefined ? '' : t(`publishing:category.of.${known}`);
};

const OFFER: Show = (value) => {
  const { targets = [], countries = [], until, words = '' } = (value ?? {}) as Partial<Offer>;
  const parts = [
    until === undefined ? '' : formatInstant(until),
    formatList(targets.slice(0, 20).map((no) => formatNumber(no))) + (targets.length > 20 ? ' …' : ''),
    formatList(countries.map(formatCountry)),
    words,
  ];
  return parts.filter((part) => part !== '').join('; ');
};

/** Details shown to readers, in display order; technical ones are left out. */
const FIELDS = {
  kind: KIND,
  regime: LAW,
  authenticity: code('words:authenticity', en.words.authenticity),
  method: code('sender:method', en.sender.method),
  points: each(code('sender:point', en.sender.point)),
  contact: text,
  document: text,
  effectiveUntil: instant,
  category: CATEGORY,
  checklist: CHECKLIST,
  undercut: each(text),
  problems: each(text),
  queue: text,
  priority: PRIORITY,
  until: instant,
  requestedUntil: instant,
  basis: code('timeline:basis', en.timeline.basis),
  endedAt: instant,
  number: text,
  law: text,
  requestedBy: text,
  action: code('words:action', en.words.action),
  grounds: each(code('words:ground', en.words.ground)),
  countries: each((value) => (typeof value === 'string' ? formatCountry(value) : '')),
  matched: number,
  changed: number,
  undone: number,
  targets: number,
  merged: number,
  lines: number,
  accepted: number,
  rejected: number,
  read: number,
  disagree: number,
  approvalsNeeded: number,
  complete: (value, t) => (value === true ? t('timeline:complete') : value === false ? t('timeline:incomplete') : ''),
  emergency: only,
  for: each(NAME),
  voided: each(NAME),
  digest: text,
  applied: number,
  already: number,
  failed: number,
  refused: number,
  released: number,
  restored: number,
  proven: number,
  mismatch: number,
  unread: number,
  withoutState: number,
  dueAtMs: instant,
  doneAt: instant,
  late: only,
  override: only,
  cause: code('words:cause', en.words.cause),
  reason: text,
  comment: text,
  note: text,
  from: text,
  subject: text,
  text,
  proposal: text,
  offer: OFFER,
  outcome: OUTCOME,
  minutes: text,
  authorityReference: text,
  audience: code('timeline:audience', en.timeline.audience),
  messageId: text,
  reply: text,
} satisfies Record<Field, Show> & Partial<Record<Kept, Show>>;

/** Returns the details of an entry that its sentence does not mention, with names and values in words. */
export function detailLines(entry: LoggedEntry, said: string, t: Words): DetailLine[] {
  const detail = flattenDetail(entry);
  const action = isEventAction(entry.action) ? entry.action : null;
  return getKeys(FIELDS).flatMap((field) => {
    const kept = detail[field];
    const value = kept === null || kept === undefined ? '' : FIELDS[field](kept, t, action);
    const isSaid = /[^\d.,\s]/.test(value) && said.includes(value);
    return value === '' || value === '0' || isSaid ? [] : [{ name: t(`timeline:field.${field}`), value }];
  });
}

function flattenDetail(entry: LoggedEntry): Partial<Record<Kept, unknown>> {
  const event = toEvent(entry);
  if (event?.action !== 'triage' || event.detail.read === undefined) return entry.detail;
  const { read, ...rest } = event.detail;
  const { clocks, ...reading } = read;
  // A category that was withdrawn is reported too.
  const category = reading.category === null ? { category: NOT_STATED } : {};
  return { ...rest, ...reading, ...category, ...clocks };
}
