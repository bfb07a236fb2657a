import { InvalidArgumentError } from 'commander';
import { readTargetNumbers } from '../domain/targets/target-numbers.js';
import { UsageError } from './exit.js';

/** Parsers for option values. Each throws commander's `InvalidArgumentError`, so the message names the option. */

export function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
}

export function parseOneOf<T extends string>(values: readonly T[]): (text: string) => T {
  return (text) => {
    const found = values.find((value) => value === text);
    if (found === undefined) throw new InvalidArgumentError(`Choose one of: ${values.join(', ')}.`);
    return found;
  };
}

/** Accepts `--x a b`, `--x a --x b` and `--x a,b`. */
export function flattenList(values: readonly string[] | undefined): string[] {
  const parts = (values ?? []).flatMap((value) => value.split(','));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

const SPAN_UNITS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Parses `90s`, `10m`, `2h` or `1d` into milliseconds. */
export function parseSpanMs(text: string): number {
  const match = /^(\d{1,6})(s|m|h|d)$/.exec(text);
  if (!match) throw new InvalidArgumentError('Expected a duration such as 90s, 10m or 2h.');
  return Number(match[1]) * (SPAN_UNITS[match[2] ?? ''] ?? 0);
}

export function parseNumbers(text: string): number[] {
  const read = readTargetNumbers(text);
  if ('numbers' in read) return read.numbers;
  throw new InvalidArgumentError(`${JSON.stringify(read.wrong)} is not a target number or a range such as 5-9.`);
}

const DURATION = /^P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?!$)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2})$/;

function isDuration(text: string): boolean {
  return DURATION.test(text);
}

type OrderedDeadline = { immediately: true } | { within: string } | { at: string };

/** Parses `immediately`, an ISO 8601 duration or an instant with an offset. */
export function parseDeadline(text: string): OrderedDeadline {
  if (text === 'immediately') return { immediately: true };
  if (isDuration(text)) return { within: text };
  if (INSTANT.test(text)) return { at: text };
  throw new InvalidArgumentError('Expected "immediately", a duration such as PT4H, or a time with offset.');
}

/** Parses `ID:AS`, e.g. `N-2021-000001:non_compliance_of`. */
export function parseRelation<T extends string>(text: string, kinds: readonly T[]): { notice: string; as: T } {
  const at = text.lastIndexOf(':');
  const as = kinds.find((kind) => kind === text.slice(at + 1));
  if (at < 1 || as === undefined) {
    throw new UsageError(
      `--relates-to is ${JSON.stringify(text)}; expected NOTICE:AS with AS one of ${kinds.join(', ')}.`,
    );
  }
  return { notice: text.slice(0, at), as };
}
