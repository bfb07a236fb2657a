import { Agent, request } from 'undici';
import { z } from 'zod';
import { waitAfter } from '../../../../domain/webhooks/webhook-event.js';
import {
  countNotAccepted,
  type DueStatement,
  listDueStatements,
  markStatementFailed,
  markStatementAccepted,
} from '../../registry/statements.js';
import { raiseNotAccepted } from './publications.js';
import type { Services } from '../../../../application/services.js';
import type { TransparencyDatabase } from '../../../../domain/reports/transparency-database.js';

export type StatementSources = Pick<Services, 'db' | 'now' | 'transparencyDatabase'>;

const CONCURRENCY = 4;
const TIMEOUT_MS = 15_000;
const MAX_ERROR = 300;
const REFUSED = [400, 409, 422];

const agent = new Agent({
  connections: CONCURRENCY,
  headersTimeout: TIMEOUT_MS,
  bodyTimeout: TIMEOUT_MS,
  connectTimeout: TIMEOUT_MS,
});

const known = z.object({ uuid: z.string().min(1).max(100) });
/** One that exists under the same puid is the one sent before, whose answer was lost. */
const answered = z.union([known, z.object({ existing: known }).transform(({ existing }) => existing)]);

/** Sends waiting statements of reasons until the database has answered each; raises an alert for those it rejects. */
export async function sendStatements(sources: StatementSources, isStopped: () => boolean): Promise<void> {
  const { db, transparencyDatabase } = sources;
  if (transparencyDatabase === null) return;
  for (;;) {
    const due = await listDueStatements(db, CONCURRENCY);
    if (due.length === 0 || isStopped()) break;
    const answers = await Promise.all(due.map((statement) => send(sources, transparencyDatabase, statement)));
    // While the database is unreachable, the rest of the queue is not tried.
    if (answers.every((answer) => answer === 'unknown')) break;
  }
  const count = await countNotAccepted(db);
  const summary = `The DSA Transparency Database has not accepted ${count} ${count === 1 ? 'statement' : 'statements'}.`;
  await raiseNotAccepted(db, { kind: 'statements_not_taken', count, summary });
}

async function send(
  { db, now }: StatementSources,
  database: TransparencyDatabase,
  { place, puid, body, tries }: DueStatement,
): Promise<Answer['kind']> {
  const answer = await post(database, JSON.stringify({ ...body, puid }));
  if (answer.kind === 'accepted') {
    await markStatementAccepted(db, { place, receipt: answer.receipt, at: now() });
    return answer.kind;
  }
  const wait = answer.kind === 'refused' ? null : waitAfter(tries + 1);
  const ended = answer.kind === 'refused' ? ('refused' as const) : ('dead' as const);
  const next = wait === null ? { state: ended } : { nextAt: new Date(now().getTime() + wait) };
  await markStatementFailed(db, { place, error: answer.error.slice(0, MAX_ERROR), next });
  return answer.kind;
}

type Answer = { kind: 'accepted'; receipt: string } | { kind: 'refused' | 'unknown'; error: string };

async function post({ url, token }: TransparencyDatabase, body: string): Promise<Answer> {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    authorization: `Bearer ${token}`,
  };
  try {
    const answer = await request(url, { method: 'POST', dispatcher: agent, headers, body });
    return read(answer.statusCode, await answer.body.text());
  } catch (error) {
    return { kind: 'unknown', error: error instanceof Error ? error.message : String(error) };
  }
}

function read(status: number, text: string): Answer {
  const receipt = status === 201 || status === 422 ? readReceiptId(text) : null;
  if (receipt !== null) return { kind: 'accepted', receipt };
  return { kind: REFUSED.includes(status) ? 'refused' : 'unknown', error: `${status} ${text}` };
}

function readReceiptId(text: string): string | null {
  try {
    const parsed = answered.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.uuid : null;
  } catch {
    return null;
  }
}
