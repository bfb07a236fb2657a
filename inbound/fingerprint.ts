import { createHash } from 'node:crypto';
import { endOfHeaders } from './fenced/headers.js';

/** Headers set by the author; the others are added or changed in transit. */
const FROM_ITS_AUTHOR =
  /^(?:from|sender|reply-to|to|cc|date|subject|message-id|in-reply-to|references|mime-version|content-[a-z-]+|auto-submitted)[ \t]*:/i;

/**
 * Fingerprint of a message that does not depend on its route: the author's headers and the body without trailing white
 * space. A different message under the same Message-ID has a different one.
 */
export function fingerprint(raw: Buffer): string {
  const end = endOfHeaders(raw);
  const block = raw.subarray(0, end).toString('latin1');
  const lines = block.replaceAll(/(?:\r\n|\r|\n)[ \t]+/g, ' ').split(/\r\n|\r|\n/);
  const own = lines.filter((line) => FROM_ITS_AUTHOR.test(line)).map((line) => line.replaceAll(/[ \t]+/g, ' ').trim());
  const body = raw.subarray(end).toString('latin1').replaceAll(/\r\n?/g, '\n').trimEnd();
  return createHash('sha256').update(own.join('\n')).update('\n\n').update(body, 'latin1').digest('hex');
}
