import { Agent, request } from 'undici';
import type { Lumen } from '../../domain/lumen-notice.js';
import { waitAfter } from '../../../../domain/webhooks/webhook-event.js';
import { getErrorCode, getErrorMessage } from '../../../../domain/error-parts.js';
import {
  countLumenNotAccepted,
  type DuePublication,
  leaveInterrupted,
  markPublicationFailed,
  markPublicationAccepted,
  takeDueLumen,
} from '../../registry/publications.js';
import { raiseNotAccepted } from './publications.js';
import type { Services } from '../../../../application/services.js';

export type LumenSources = Pick<Services, 'db' | 'now' | 'lumen'>;

const TIMEOUT_MS = 15_000;
const MAX_ERROR = 300;
const MAX_RECEIPT = 500;
/** Statuses by which Lumen says that it has done nothing yet; the request is retried. */
const NOT_YET = [401, 403, 404, 429, 503];
/** Error codes of a connection that was never made, so that nothing was sent. */
const NEVER_CONNECTED = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

const agent = new Agent({ headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS, connectTimeout: TIMEOUT_MS });

/**
 * Sends approved notices to Lumen. Lumen does not deduplicate, so a notice whose answer was lost is never resent
 * automatically: a person checks whether it is there (docs/working/counsel.md).
 */
export async function sendLumen(sources: LumenSources, isStopped: () => boolean): Promise<void> {
  const { db, lumen } = sources;
  if (lumen === null) return;
  await leaveInterrupted(db, 'the desk stopped while sending it');
  while (!isStopped()) {
    const due = await takeDueLumen(db);
    if (due === undefined) break;
    // While Lumen is unreachable, the rest of the queue is not tried.
    if (!(await send(sources, lumen, due))) break;
  }
  const count = await countLumenNotAccepted(db);
  const summary = `Lumen has not accepted ${count} ${count === 1 ? 'notice' : 'notices'}.`;
  await raiseNotAccepted(db, { kind: 'lumen_not_taken', count, summary });
}

async function send(
  { db, now }: LumenSources,
  lumen: Lumen,
  { place, tries, ...due }: DuePublication,
): Promise<boolean> {
  const answer = await post(lumen, due);
  if (answer.kind === 'accepted') {
    await markPublicationAccepted(db, { place, receipt: answer.receipt.slice(0, MAX_RECEIPT), at: now() });
    return true;
  }
  const error = answer.error.slice(0, MAX_ERROR);
  const wait = answer.kind === 'later' ? waitAfter(tries, answer.requestedMs) : null;
  const ended = answer.kind === 'later' ? ('dead' as const) : answer.kind;
  const next = wait === null ? { state: ended } : { nextAt: new Date(now().getTime() + wait) };
  await markPublicationFailed(db, { place, error, next });
  return answer.kind !== 'later';
}

type Answer =
  | { kind: 'accepted'; receipt: string }
  | { kind: 'refused' | 'unknown'; error: string }
  | { kind: 'later'; error: string; requestedMs: number | null };

async function post({ url, token }: Lumen, { body, digest }: Pick<DuePublication, 'body' | 'digest'>): Promise<Answer> {
  const auth = token === null ? {} : { authentication_token: token };
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    // Lumen ignores this header; a proxy in front of it may use it.
    'idempotency-key': digest,
  };
  try {
    const text = JSON.stringify({ ...auth, notice: body });
    const answer = await request(url, { method: 'POST', dispatcher: agent, headers, body: text });
    const said = `${answer.statusCode} ${await answer.body.text()}`;
    return read(answer.statusCode, { said, headers: answer.headers });
  } catch (error) {
    const said = getErrorMessage(error);
    if (NEVER_CONNECTED.includes(getErrorCode(error) ?? '')) return { kind: 'later', error: said, requestedMs: null };
    return { kind: 'unknown', error: said };
  }
}

type Headers = Record<string, string | string[] | undefined>;

function read(status: number, { said, headers }: { said: string; headers: Headers }): Answer {
  if (status >= 200 && status < 300) return { kind: 'accepted', receipt: one(headers['location']) ?? said };
  if (NOT_YET.includes(status)) {
    const seconds = Number(one(headers['retry-after']) ?? Number.NaN);
    return { kind: 'later', error: said, requestedMs: Number.isFinite(seconds) ? seconds * 1_000 : null };
  }
  return { kind: status >= 400 && status < 500 ? 'refused' : 'unknown', error: said };
}

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);
