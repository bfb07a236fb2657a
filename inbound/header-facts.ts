import { isPlainAddress } from '../domain/letters/mail-address.js';
import { readAllHeaders, endOfHeaders } from './fenced/headers.js';
import { idsIn, toStorableText } from './fenced/plain.js';

export interface HeaderFacts {
  from: string;
  subject: string;
  messageId: string | null;
  date: Date | null;
  namedIds: string[];
  /** True if the lines declare neither attachments nor signed parts. */
  isPlain: boolean;
}

/** Header blocks of real mail have 2 to 20 KiB; of a longer one only the start is read. */
const MAX_HEADER = 64 * 1_024;
/** A longer text takes more time to read than starting a process. */
const MAX_PLAIN = 256 * 1_024;
const MAX_FIELD = 4_000;
const MAX_SUBJECT = 500;
const MAX_IDS = 50;
const TEXT = /^(?:text\/(?:plain|html)|multipart\/alternative)$/i;

/**
 * Reads headers in the process that receives mail: by regular expressions without backtracking over at most 64 KiB, so
 * that the list shows the claimed sender before the sandbox has read the message.
 */
export function readHeader(raw: Buffer): HeaderFacts {
  const block = raw.subarray(0, Math.min(endOfHeaders(raw.subarray(0, MAX_HEADER)), MAX_HEADER));
  const fields = (name: string) => readAllHeaders(block, name).map((value) => value.slice(0, MAX_FIELD));
  const [from, ...others] = fields('from');
  return {
    from: from === undefined || others.length > 0 ? '' : extractAddress(from),
    subject: isReport(fields('content-type')) ? '' : decodeWords(fields('subject')[0] ?? ''),
    messageId: idsIn(toStorableText(fields('message-id')[0] ?? ''))[0] ?? null,
    date: parseDate(fields('date')[0] ?? ''),
    namedIds: [
      ...new Set([...fields('in-reply-to'), ...fields('references')].flatMap((value) => idsIn(toStorableText(value)))),
    ].slice(0, MAX_IDS),
    isPlain: isPlain(raw),
  };
}

/** A delivery report's subject quotes our letter's, so it is ignored; only its body identifies the letter. */
function isReport(types: readonly string[]): boolean {
  return types.some((type) => /^multipart\/report\b/i.test(type));
}

function extractAddress(from: string): string {
  const [, address = from] = /<([^<>]*)>$/.exec(from) ?? [];
  return isPlainAddress(address.trim()) ? address.trim() : '';
}

const WORD = /=\?([\w.:-]{1,40})(?:\*[\w-]{0,20})?\?([bq])\?([^?\s]*)\?=(?:\s+(?==\?))?/giu;

/** Decodes encoded words of a header (RFC 2047) and raw UTF-8 bytes. */
function decodeWords(value: string): string {
  const text = new TextDecoder().decode(Buffer.from(value, 'latin1'));
  return toStorableText(
    text.replaceAll(
      WORD,
      (word, charset: string, kind: string, coded: string) => decodeWord(charset, kind, coded) ?? word,
    ),
  )
    .slice(0, MAX_SUBJECT)
    .toWellFormed();
}

function decodeWord(charset: string, kind: string, coded: string): string | null {
  const bytes =
    kind.toLowerCase() === 'b'
      ? Buffer.from(coded, 'base64')
      : Buffer.from(
          coded
            .replaceAll('_', ' ')
            .replaceAll(/=([0-9a-f]{2})/giu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
          'latin1',
        );
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return null;
  }
}

function parseDate(value: string): Date | null {
  const date = new Date(value.slice(0, 100));
  const year = date.getUTCFullYear();
  return year >= 1970 && year < 10_000 ? date : null;
}

/**
 * Deliberately broad: any line that looks like a content type counts, so a text that quotes one takes the sandboxed
 * path.
 */
function isPlain(raw: Buffer): boolean {
  if (raw.length > MAX_PLAIN) return false;
  const text = raw.toString('latin1');
  if (/^content-disposition\s*:\s*attachment/imu.test(text)) return false;
  return [...text.matchAll(/^content-type\s*:\s*([^;\s]*)/gimu)].every(([, type = '']) => TEXT.test(type));
}
