import { isPlainAddress } from '../domain/letter/mail-address.js';
import { allOf, endOfHeaders } from './fenced/headers.js';
import { idsIn, plain } from './fenced/plain.js';

/** Header facts of a message, unverified. Only the encoded words of its subject are decoded. */
export interface HeaderFacts {
  from: string;
  subject: string;
  messageId: string | null;
  date: Date | null;
  /** Message-IDs of In-Reply-To and References. */
  namedIds: string[];
  /** Text alone, as far as its lines say: no attachments and no signed parts. */
  isPlain: boolean;
}

/** Header blocks of real mail have 2 to 20 KiB; of a longer one the first part is read. */
const MAX_HEADER = 64 * 1_024;
/** A message that only says something is shorter; a longer one costs its reader more than a process. */
const MAX_PLAIN = 256 * 1_024;
const MAX_FIELD = 4_000;
const MAX_SUBJECT = 500;
const MAX_IDS = 50;
const TEXT = /^(?:text\/(?:plain|html)|multipart\/alternative)$/i;

/**
 * Reads a header in the process that receives mail: by regular expressions without backtracking over at most 64 KiB, so that a
 * list shows who seems to write before the message is read in a fence.
 */
export function readHeader(raw: Buffer): HeaderFacts {
  const block = raw.subarray(0, Math.min(endOfHeaders(raw.subarray(0, MAX_HEADER)), MAX_HEADER));
  const fields = (name: string) => allOf(block, name).map((value) => value.slice(0, MAX_FIELD));
  const [from, ...others] = fields('from');
  return {
    from: from === undefined || others.length > 0 ? '' : addressOf(from),
    subject: isReport(fields('content-type')) ? '' : decodeWords(fields('subject')[0] ?? ''),
    messageId: idsIn(plain(fields('message-id')[0] ?? ''))[0] ?? null,
    date: dateOf(fields('date')[0] ?? ''),
    namedIds: [
      ...new Set([...fields('in-reply-to'), ...fields('references')].flatMap((value) => idsIn(plain(value)))),
    ].slice(0, MAX_IDS),
    isPlain: isPlain(raw),
  };
}

/** A report on a letter of ours has that letter's subject in its own, and which letter it is stands in its body. */
function isReport(types: readonly string[]): boolean {
  return types.some((type) => /^multipart\/report\b/i.test(type));
}

function addressOf(from: string): string {
  const [, address = from] = /<([^<>]*)>$/.exec(from) ?? [];
  return isPlainAddress(address.trim()) ? address.trim() : '';
}

const WORD = /=\?([\w.:-]{1,40})(?:\*[\w-]{0,20})?\?([bq])\?([^?\s]*)\?=(?:\s+(?==\?))?/giu;

/** Encoded words of a header (RFC 2047), and bytes of UTF-8 that stand there as they are. */
function decodeWords(value: string): string {
  const text = new TextDecoder().decode(Buffer.from(value, 'latin1'));
  return plain(
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

function dateOf(value: string): Date | null {
  const date = new Date(value.slice(0, 100));
  const year = date.getUTCFullYear();
  return year >= 1970 && year < 10_000 ? date : null;
}

/** Every line that looks like a type of content counts, wherever it stands: a text that quotes one goes the careful way. */
function isPlain(raw: Buffer): boolean {
  if (raw.length > MAX_PLAIN) return false;
  const text = raw.toString('latin1');
  if (/^content-disposition\s*:\s*attachment/imu.test(text)) return false;
  return [...text.matchAll(/^content-type\s*:\s*([^;\s]*)/gimu)].every(([, type = '']) => TEXT.test(type));
}
