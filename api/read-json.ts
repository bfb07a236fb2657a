import type { FastifyRequest } from 'fastify';
import { findJsonBomb } from '../sandbox/lists/json.js';
import { readMediaType } from '../contract/media-type.js';
import type { Api } from './context.js';
import { fieldProblem, ApiProblem } from './problems.js';

/**
 * Accepts JSON strictly: valid UTF-8 only, no `__proto__`, limited nesting. Fastify's own parser would silently replace
 * broken bytes, and a notice is evidence.
 */
export function readJsonStrictly(app: Api): void {
  takeJson(app, (bytes) => parseStrictly(bytes));
}

export const UNENCODED = 'Send the body without a Content-Encoding.';

export function takeJson(app: Api, read: (bytes: Buffer) => unknown): void {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      const charset = readMediaType(request.headers['content-type'] ?? '')?.charset;
      if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')
        throw new ApiProblem('unsupported-media-type', `Send JSON as UTF-8, not as ${charset.slice(0, 40)}.`);
      if (request.headers['content-encoding'] !== undefined) throw new ApiProblem('unsupported-media-type', UNENCODED);
      return read(body);
    },
  );
}

const decoder = new TextDecoder('utf-8', { fatal: true });

export function parseStrictly(bytes: Buffer): unknown {
  let value: unknown;
  let unreadable: string | null;
  try {
    const bomb = findJsonBomb(bytes);
    if (bomb !== null) throw new Error(bomb);
    const text = decoder.decode(bytes);
    value = mayNameProto(text) ? JSON.parse(text, refuseProto) : JSON.parse(text);
    unreadable = mayBeUnreadable(text) ? findUnreadable(value, []) : null;
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 160) : 'unreadable';
    throw new ApiProblem('malformed-body', `Send one JSON value in UTF-8: ${why}`);
  }
  if (unreadable !== null) throw fieldProblem(unreadable, UNREADABLE);
  return value;
}

// A list of 100,000 targets is read in a third of the time if these two checks exclude a problem from the text alone.

/** Whether a JSON text can contain the name `__proto__`, plainly or with an escaped letter. */
export function mayNameProto(text: string): boolean {
  return text.includes('__proto__') || (text.includes('\\u') && /\\u00(5f|6f|7[024])/i.test(text));
}

/** Whether a text can contain NUL or a lone surrogate: valid UTF-8 can do so only in escaped form. */
export function mayBeUnreadable(text: string): boolean {
  return text.includes('\\u') && /\\u(0000|d[89a-f])/i.test(text);
}

function refuseProto(this: unknown, key: string, value: unknown): unknown {
  if (key === '__proto__') throw new Error('the name __proto__ is not allowed');
  return value;
}

const UNREADABLE = 'contains a NUL or an incomplete character; send valid text';
/** An invalid locator does not reject the order: it is stored with its problem (docs/integrating/interface.md, Intake). */
const KEPT = /^\/targets\/\d+\/locator$/;

/**
 * Returns the pointer of the first text that the database cannot store: NUL or a lone surrogate. The nesting depth has
 * been checked by then.
 */
export function findUnreadable(value: unknown, path: string[]): string | null {
  if (typeof value === 'string') {
    if (!value.includes('\0') && value.isWellFormed()) return null;
    const pointer = path.map((name) => `/${name}`).join('');
    return KEPT.test(pointer) ? null : pointer;
  }
  if (typeof value !== 'object' || value === null) return null;
  for (const key in value) {
    path.push(key);
    const found = findUnreadable(Reflect.get(value, key), path);
    if (found !== null) return found;
    path.pop();
  }
  return null;
}
