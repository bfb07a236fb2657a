import type { ApiAnswer } from '../api-harness.js';
import { unzip } from '../unzip.js';

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const NUMBER = /N-\d{4}-\d{6}/g;
const TIME = /\d{4}-\d\d-\d\d[T ]\d\d(?::|%3A)\d\d(?::|%3A)\d\d(?:\.\d+)?(?: UTC|Z|[+-]\d\d:\d\d)/g;
/** Dates as letters write them, with or without the time. */
const DAY = /\b\d{1,2} [A-Z][a-z]+ \d{4}(?:, \d\d:\d\d)?|\d{4}-\d\d-\d\d \d\d:\d\d UTC/g;
/** Hashes, the key of each world's push messages, and a speed that depends on the machine. */
const OPAQUE =
  /(?<=\/publicKey ")[\w-]+(?=")|restored-[0-9a-f]{16}|<[0-9a-f]{32}@desk\.example>|(sha256:)?\b[0-9a-f]{64}\b|(?<=\/rate )\d+(\.\d+)?/g;
const SPEED =
  /(?<=\/medianMinutesTo\w+ |\/pace\/\w+Seconds )[\d.]+|(?<=^in-meity,.*,)[\d.]+,[\d.]+(?=(?:,\d+){16} *$)/gm;
const PROVING = /^audit\/|^manifest/;
/** Pseudonyms of people, made with a key of each world. */
const STAFF = /staff-[0-9a-f]{20}/g;
const INSTANT = /(?<=AtMs"?:? ?)\d{13}/g;
const KEY = /(?<=\/id ")[0-9a-f]{8}(?=")/g;
const CURSOR = /(?<=\/nextCursor ")[\w-]+/g;

/**
 * Makes the text of one world comparable with that of another: values generated in each are named by their first
 * occurrence, and those with a `known` name in both by that.
 */
export function comparable(text: string, known: ReadonlyMap<string, string>): string {
  const names = new Map<string, string>();
  const createNamer = (kind: string) => (found: string) => {
    const name = known.get(found) ?? names.get(found) ?? `<${kind} ${names.size + 1}>`;
    names.set(found, name);
    return name;
  };
  return text
    .replaceAll(CURSOR, (cursor) =>
      Buffer.from(cursor, 'base64url')
        .toString()
        .replaceAll(/\d{16}|\d{13}/g, '<time>'),
    )
    .replaceAll(UUID, createNamer('id'))
    .replaceAll(NUMBER, createNamer('number'))
    .replaceAll(STAFF, createNamer('staff'))
    .replaceAll(SPEED, '<speed>')
    .replaceAll(TIME, '<time>')
    .replaceAll(DAY, '<time>')
    .replaceAll(INSTANT, '<time>')
    .replaceAll(KEY, (found) => known.get(found) ?? found)
    .replaceAll(OPAQUE, '<opaque>');
}

async function splitParts({ headers, rawPayload, body }: ApiAnswer): Promise<Record<string, string>> {
  const type = String(headers['content-type']);
  if (type.startsWith('application/zip')) {
    const files = await unzip(rawPayload);
    return Object.fromEntries(
      // Inclusion proofs contain the length of the log; the entries' words are in the timeline beside them.
      [...files]
        .filter(([name]) => !PROVING.test(name))
        .map(([name, bytes]) => [name, name.endsWith('.pdf') ? '(pdf)' : bytes.toString()]),
    );
  }
  return { '': type.startsWith('application/pdf') ? '(pdf)' : body };
}

export async function toComparable(answer: ApiAnswer): Promise<string> {
  const parts = await splitParts(answer);
  return `${answer.statusCode}\n${Object.entries(parts)
    .map(([name, text]) => `${name}\n${lines(text)}`)
    .join('\n')}`;
}

function lines(text: string): string {
  try {
    return leaves(inOrder(JSON.parse(text)), '').join('\n');
  } catch {
    return text;
  }
}

interface Listing {
  /** The reconciler's last run, which depends on the clock and not on notices. */
  last?: { startedAt?: string; finishedAt?: string } | null;
  items?: { personName?: string; missed?: number }[];
  series?: Record<string, unknown>[];
  timerLag?: unknown[];
  hours?: Record<string, unknown>[];
  load?: { days: { due: number }[]; later: number };
}

/** Removes chance: keys are ordered by owner, not by id; work is summed over the minutes, alerts over the hours. */
function inOrder(answer: Listing): unknown {
  const { items, series, timerLag, last, hours, load } = answer;
  if (last?.startedAt !== undefined) return { ...answer, last: { ...last, startedAt: 'some', finishedAt: 'some' } };
  if (series !== undefined) return { ...answer, series: addedUp(series), timerLag: timerLag?.length };
  // Who was at work in which hour depends on when the worlds ran; charts.test.ts compares it.
  if (hours !== undefined && load !== undefined)
    return {
      ...answer,
      hours: hours.reduce((sum, { arrived }) => sum + Number(arrived), 0),
      load: { later: load.later, due: load.days.map(({ due }) => due) },
    };
  if (!Array.isArray(items)) return answer;
  if (items[0]?.missed !== undefined) return { ...answer, items: addedUp(items) };
  if (items[0]?.personName === undefined) return answer;
  return {
    ...answer,
    items: items.toSorted((one, other) => (one.personName ?? '').localeCompare(other.personName ?? '')),
  };
}

function addedUp(minutes: Record<string, unknown>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { at: _, ...counts } of minutes)
    for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + Number(count);
  return sums;
}

function leaves(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [`${path} ${JSON.stringify(value)}`];
  const entries = Object.entries(value);
  if (entries.length === 0) return [`${path} ${Array.isArray(value) ? '[]' : '{}'}`];
  return entries.flatMap(([key, item]) => leaves(item, `${path}/${key}`));
}

export function differences(one: string, other: string): string[] {
  const [left, right] = [one.split('\n'), other.split('\n')];
  const [inLeft, inRight] = [new Set(left), new Set(right)];
  return [
    ...left.filter((line) => !inRight.has(line)).map((line) => `- ${line}`),
    ...right.filter((line) => !inLeft.has(line)).map((line) => `+ ${line}`),
  ].slice(0, 12);
}
