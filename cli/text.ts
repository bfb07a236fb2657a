import { toRanges } from '../domain/targets/target-numbers.js';

/* Notices are hostile: control characters could control the terminal, and bidi overrides could reorder what is read. */
// oxlint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Replaces unsafe characters, so that untrusted text cannot control the terminal. */
export function printable(value: unknown): string {
  return plainText(value).replace(UNSAFE, '\uFFFD');
}

export function plainText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}

export function clipLine(value: unknown, max = Number.POSITIVE_INFINITY): string {
  const characters = Array.from(printable(value).replace(/\s+/g, ' ').trim());
  return characters.length <= max ? characters.join('') : `${characters.slice(0, max - 1).join('')}…`;
}

/** Formats a span in its one or two largest units: `3 d 4 h`, `59 min`, `12 s`. */
export function spanText(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return hours % 24 === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

export function dueText(dueAt: string | null | undefined, nowMs: number): string {
  if (!dueAt) return '';
  const leftMs = Date.parse(dueAt) - nowMs;
  return leftMs >= 0 ? `in ${spanText(leftMs)}` : `${spanText(leftMs)} late`;
}

/** Formats numbers as ranges: `1-3, 7`. Shows at most `most` ranges, then the count of the rest. */
export function rangesText(numbers: readonly number[], max = 12): string {
  const ranges = toRanges(numbers);
  const shown = ranges.slice(0, max).map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`));
  if (ranges.length > max) shown.push(`… (${ranges.length - max} more ranges)`);
  return shown.join(', ');
}

export function actionsText(byAction: Record<string, number> | undefined): string {
  const parts = Object.entries(byAction ?? {})
    .filter(([, count]) => count > 0)
    .map(([action, count]) => `${count} ${action}`);
  return parts.join(', ') || 'none';
}

export function plural(count: number, word: string): string {
  return `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;
}
