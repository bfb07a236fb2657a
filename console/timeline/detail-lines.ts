import type { TimelineEntry } from '../http/types.js';
import { keysOf } from '../../domain/keys-of.js';
import { formatCountry, formatInstant, formatList, formatNumber, withOwnTimes } from '../parts/format.js';
import { en } from '../words/en/index.js';
import type { WordKey, Words } from '../words/use-words.js';

export interface DetailLine {
  name: string;
  value: string;
}

type Told = Pick<TimelineEntry, 'action' | 'detail'>;
type Field = keyof typeof en.timeline.field;
/** A detail in words; nothing where it says nothing to a reader. */
type Show = (value: unknown, t: Words, entry: Told) => string;

const text: Show = (value) => (typeof value === 'string' ? withOwnTimes(value) : '');
const number: Show = (value) => (typeof value === 'number' ? formatNumber(value) : '');
const instant: Show = (value) => (typeof value === 'number' || typeof value === 'string' ? formatInstant(value) : '');
/** Told where it is so; that it is not so goes without saying. */
const only: Show = (value, t) => (value === true ? t('timeline:yes') : '');

/** A code by the catalogue that has its words; one that no catalogue knows is left out. */
function code(path: string, words: object): Show {
  return (value, t) =>
    typeof value === 'string' && Object.hasOwn(words, value) ? t(`${path}.${value}` as WordKey) : '';
}

function each(show: Show): Show {
  return (value, t, entry) =>
    Array.isArray(value) ? formatList(value.map((one) => show(one, t, entry)).filter((one) => one !== '')) : '';
}

const LAW: Show = (value, t) => {
  const { id, version } = (value ?? {}) as { id?: string; version?: string };
  return id === undefined ? '' : t('timeline:law', { id, version: version ?? '' });
};
const NAME: Show = (value) =>
  typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : '';
/** One name means several things: what sort of thing it is depends on what happened. */
const KIND: Show = (value, t, { action }) =>
  action === 'notice_received' ? code('words:kind', en.words.kind)(value, t, { action, detail: {} }) : '';
const OUTCOME: Show = (value, t, entry) => (entry.action === 'record_dialogue' ? text(value, t, entry) : '');
const CHECKLIST: Show = (value, t) => {
  const answers = Object.values((value ?? {}) as Record<string, string>);
  const count = (answer: string) => formatNumber(answers.filter((one) => one === answer).length);
  return answers.length === 0 ? '' : t('timeline:checklist', { present: count('present'), missing: count('missing') });
};

/** What an entry may hold that a reader is told, in the order in which it is shown. What only the machine needs is not here. */
const FIELDS: Record<Field, Show> = {
  kind: KIND,
  regime: LAW,
  authenticity: code('words:authenticity', en.words.authenticity),
  effectiveUntil: instant,
  checklist: CHECKLIST,
  undercut: each(text),
  problems: each(text),
  queue: text,
  priority: text,
  until: instant,
  lane: code('words:lane', en.words.lane),
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
  pending: number,
  dueAtMs: instant,
  late: only,
  override: only,
  cause: code('words:cause', en.words.cause),
  reason: text,
  comment: text,
  note: text,
  subject: text,
  proposal: text,
  outcome: OUTCOME,
  minutes: text,
  authorityReference: text,
  audience: code('timeline:audience', en.timeline.audience),
  messageId: text,
  reply: text,
};

/** What the desk kept with an entry and its sentence does not say, by name and value, in words. */
export function detailLines(entry: Told, said: string, t: Words): DetailLine[] {
  const { read: reading, ...rest } = entry.detail;
  // What triage has read from the paper lies one level deeper.
  const detail = typeof reading === 'object' && reading !== null ? { ...rest, ...flatReading(reading) } : entry.detail;
  return keysOf(FIELDS).flatMap((field) => {
    const kept = detail[field];
    const value = kept === null || kept === undefined ? '' : FIELDS[field](kept, t, entry);
    const isSaid = /[^\d.,\s]/.test(value) && said.includes(value);
    return value === '' || value === '0' || isSaid ? [] : [{ name: t(`timeline:field.${field}`), value }];
  });
}

function flatReading(reading: object): Record<string, unknown> {
  const { clocks, ...others } = reading as { clocks?: object };
  return { ...others, ...clocks };
}
