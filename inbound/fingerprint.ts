import { createHash } from 'node:crypto';
import { endOfHeaders } from './fenced/headers.js';

/** Headers that a message has from its author; others are added and changed on the way. */
const FROM_ITS_AUTHOR =
  /^(?:from|sender|reply-to|to|cc|date|subject|message-id|in-reply-to|references|mime-version|content-[a-z-]+|auto-submitted)[ \t]*:/i;

/**
 * What stays the same of a message however it comes: what its author wrote, and its body without the white space that ends it.
 * The same message twice has one; another under the same Message-ID has another.
 */
export function fingerprint(raw: Buffer): string {
  const end = endOfHeaders(raw);
  const block = raw.subarray(0, end).toString('latin1');
  const lines = block.replaceAll(/(?:\r\n|\r|\n)[ \t]+/g, ' ').split(/\r\n|\r|\n/);
  const own = lines.filter((line) => FROM_ITS_AUTHOR.test(line)).map((line) => line.replaceAll(/[ \t]+/g, ' ').trim());
  const body = raw.subarray(end).toString('latin1').replaceAll(/\r\n?/g, '\n').trimEnd();
  return createHash('sha256').update(own.join('\n')).update('\n\n').update(body, 'latin1').digest('hex');
}
