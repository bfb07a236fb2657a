import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import pg from 'pg';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

/**
 * Statements on the registry and commits that reach the disk, of API and recorder together, once the law is read and the
 * statements are prepared. They are what was measured: lower them with the code, and raise one only with a reason. A
 * command commits its attempt before Temporal has it and its result after; a draft is no command of the workflow.
 */
const LIMITS = {
  receive: { statements: 6, commits: 2 },
  claim: { statements: 12, commits: 2 },
  triage: { statements: 14, commits: 2 },
  decide: { statements: 24, commits: 1 },
  submit: { statements: 44, commits: 2 },
  approve: { statements: 29, commits: 2 },
};

// Bytes of WAL of a notice from receipt to approval, without the images of whole pages that follow a checkpoint; 45,000
// to 47,000 when this was written.
const WAL_LIMIT = 52_000;

let api: ApiHarness;
const engine = createDomainEngine();
const sent: { text: string; client: object }[] = [];
const { query } = pg.Client.prototype;

beforeAll(async () => {
  api = await startDomainApi(engine);
  const database = new URL(api.url).pathname.slice(1);
  // Kysely, the row security of readers and the recorder all send their statements through this method.
  pg.Client.prototype.query = function count(this: pg.Client, ...args: unknown[]) {
    const [first] = args;
    const text = typeof first === 'string' ? first : (first as { text: string }).text;
    // The last use of a key is written once a minute.
    if (this.database === database && !text.includes('"last_used_at" =')) sent.push({ text, client: this });
    return Reflect.apply(query, this, args);
  } as typeof query;
});
afterAll(async () => {
  pg.Client.prototype.query = query;
  await api.close();
});

/** Commits that have to reach the disk: those of transactions that wrote, and statements that write outside one. */
function countCommits(statements: typeof sent): number {
  const open = new Map<object, boolean>();
  let commits = 0;
  for (const { text, client } of statements) {
    const writes = /\b(?:insert into|update|delete from)\b/i.test(text);
    if (/^begin/i.test(text)) open.set(client, false);
    else if (/^commit/i.test(text)) {
      if (open.get(client) === true) commits += 1;
      open.delete(client);
    } else if (!open.has(client)) commits += writes ? 1 : 0;
    else if (writes) open.set(client, true);
  }
  return commits;
}

async function cost<T>(work: () => Promise<T>): Promise<{ answer: T; statements: number; commits: number }> {
  const from = sent.length;
  const answer = await work();
  const own = sent.slice(from);
  return { answer, statements: own.length, commits: countCommits(own) };
}

/** Plays a notice from receipt to its approval, and returns what each command took. */
async function play() {
  const received = await cost(() => api.receive());
  const { id } = received.answer;
  // Otherwise drafting waits for a platform, and asks again meanwhile.
  await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
  const send = (command: string, body: object, as: 'reviewer' | 'approver' = 'reviewer') =>
    cost(async () => {
      const answer = await api.post(`/v1/notices/${id}/${command}`, as, body);
      expect({ command, status: answer.statusCode, body: answer.statusCode === 200 ? '' : answer.body }).toEqual({
        command,
        status: 200,
        body: '',
      });
      return answer.json();
    });
  const claim = await send('claim', {});
  const triage = await send('triage', {});
  const decide = await send('decide', { select: { all: true }, action: 'withhold', grounds: ['legal_basis_met'] });
  const submit = await send('submit', {});
  const { number, digest } = submit.answer.submission;
  const approve = await send('approve', { submission: number, digest }, 'approver');
  return { receive: received, claim, triage, decide, submit, approve };
}

test('each command takes exactly the statements and commits of its limit', async () => {
  await play();
  const costs = Object.entries(await play()).map(
    ([command, { statements, commits }]) => [command, { statements, commits }] as const,
  );
  expect(Object.fromEntries(costs)).toEqual(LIMITS);
});

/** The WAL of this test's database alone; others write to the same server. */
async function readWal(work: () => Promise<unknown>): Promise<number> {
  const at = async () =>
    (await sql<{ lsn: string }>`select pg_current_wal_insert_lsn() as lsn`.execute(api.db)).rows[0];
  await sql`create extension if not exists pg_walinspect`.execute(api.db);
  const from = await at();
  await work();
  const to = await at();
  const { rows } = await sql<{ bytes: number }>`
    select coalesce(sum(record_length - fpi_length), 0)::int as bytes
    from pg_get_wal_records_info(${from?.lsn}::pg_lsn, ${to?.lsn}::pg_lsn)
    where block_ref like '%/' || (select oid from pg_database where datname = current_database()) || '/%'`.execute(
    api.db,
  );
  return rows[0]?.bytes ?? 0;
}

test('a notice writes no more WAL than its limit from receipt to approval', async () => {
  await play();
  const bytes = await readWal(play);
  expect(bytes).toBeGreaterThan(WAL_LIMIT / 2);
  expect(bytes).toBeLessThanOrEqual(WAL_LIMIT);
});
