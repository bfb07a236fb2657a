import { parseUnitMinutes } from './when-words.js';

const PIECE = /^(\d+(?:[.,]\d+)?)\s*([a-zA-Z]+)$/;
const ISO = /^P(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/i;

/** Parses a duration in words, such as `4 hours` or `2 days 3 h`, to minutes; null if it is none. */
export function readSpanMinutes(text: string): number | null {
  const attached = text
    .trim()
    .replace(/\b(?:and|und|et)\b/gi, ' ')
    .replace(/(\d)\s+([a-zA-Z])/g, '$1$2');
  const pieces = attached.split(/[\s,]+(?=\d)/).map((piece) => PIECE.exec(piece.trim()));
  let minutes = 0;
  for (const piece of pieces) {
    const unit = parseUnitMinutes(piece?.[2] ?? '');
    if (piece === null || unit === undefined) return null;
    minutes += Number((piece[1] ?? '').replace(',', '.')) * unit;
  }
  return minutes > 0 && Number.isInteger(minutes) ? minutes : null;
}

/** Parses a duration in words or in ISO 8601 and returns ISO 8601; null if it is none. */
export function readSpan(text: string): string | null {
  const typed = text.trim().toUpperCase();
  if (ISO.test(typed) && typed !== 'P') return typed;
  const minutes = readSpanMinutes(text);
  if (minutes === null) return null;
  return minutes % 60 === 0 ? `PT${minutes / 60}H` : `PT${minutes}M`;
}

/** Returns the milliseconds of a duration from `readSpan`. */
export function spanMs(iso: string): number {
  const unitMs: Record<string, number> = { W: 604_800_000, D: 86_400_000, H: 3_600_000, S: 1_000 };
  const [days = '', time = ''] = iso.slice(1).split('T');
  const sum = (text: string, minute: number) =>
    [...text.matchAll(/(\d+)([WDHMS])/g)].reduce(
      (total, [, amount, unit]) => total + Number(amount) * (unit === 'M' ? minute : (unitMs[unit ?? ''] ?? 0)),
      0,
    );
  return sum(days, 0) + sum(time, 60_000);
}
