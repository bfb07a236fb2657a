import { createHash } from 'node:crypto';
import type pg from 'pg';

/** What people do with a notice, in this order. Another person than the submitter approves. */
export const STEPS = ['claim', 'decide', 'submit', 'approve'] as const;
export type Step = (typeof STEPS)[number];

export const PEOPLE = { reviewer: 'reviewer-key', approver: 'approver-key' } as const;

const TABLES = `
  create table notice (
    id uuid primary key, stage text not null, version int not null default 1, reviewer text, submitter text,
    due_at timestamptz, escalated_at timestamptz);
  create index on notice (due_at) where escalated_at is null;
  create table target (
    notice uuid not null references notice, number int not null, locator text not null, action text, applied_at timestamptz,
    primary key (notice, number));
  create table audit (
    command uuid primary key, notice uuid not null references notice, person text not null, step text not null,
    at timestamptz not null default clock_timestamp());
  create table person (key_hash bytea primary key, name text not null);`;

export async function createTables(db: pg.Pool): Promise<void> {
  await db.query(TABLES);
  for (const [name, key] of Object.entries(PEOPLE))
    await db.query('insert into person values ($1, $2)', [hash(key), name]);
}

export async function findPerson(db: pg.Pool, authorization: string | undefined): Promise<string | undefined> {
  const { rows } = await db.query<{ name: string }>('select name from person where key_hash = $1', [
    hash(authorization?.slice('Bearer '.length) ?? ''),
  ]);
  return rows[0]?.name;
}

export interface Received {
  id: string;
  locators: readonly string[];
  dueAt: string | null;
}

export async function receiveNotice(db: pg.Pool, { id, locators, dueAt }: Received): Promise<void> {
  await inTransaction(db, async (client) => {
    await client.query(`insert into notice (id, stage, due_at) values ($1, 'received', $2) on conflict do nothing`, [
      id,
      dueAt,
    ]);
    await client.query(
      `insert into target (notice, number, locator)
       select $1, number, locator from unnest($2::text[]) with ordinality as given (locator, number) on conflict do nothing`,
      [id, locators],
    );
  });
}

export interface Command {
  command: string;
  id: string;
  step: Step;
  person: string;
}

export interface Taken {
  status: 200 | 409;
  version: number;
}

/** Takes a step once: a command that was recorded before is answered, not repeated. */
export async function takeStep(db: pg.Pool, { command, id, step, person }: Command): Promise<Taken> {
  return inTransaction(db, async (client) => {
    const { rows } = await client.query<{ stage: string; version: number; submitter: string | null }>(
      'select stage, version, submitter from notice where id = $1 for update',
      [id],
    );
    const [notice] = rows;
    if (notice === undefined) return { status: 409, version: 0 };
    const before = await client.query('select 1 from audit where command = $1', [command]);
    if (before.rowCount === 1) return { status: 200, version: notice.version };
    const isNext = STEPS.indexOf(step) === STEPS.indexOf(notice.stage as Step) + 1;
    if (!isNext || (step === 'approve' && notice.submitter === person)) return { status: 409, version: notice.version };
    await client.query(
      `update notice set stage = $2, version = version + 1, reviewer = coalesce(reviewer, $3),
         submitter = case when $2 = 'submit' then $3 else submitter end where id = $1`,
      [id, step, person],
    );
    if (step === 'decide') await client.query(`update target set action = 'withhold' where notice = $1`, [id]);
    await client.query('insert into audit (command, notice, person, step) values ($1, $2, $3, $4)', [
      command,
      id,
      person,
      step,
    ]);
    return { status: 200, version: notice.version + 1 };
  });
}

async function inTransaction<T>(db: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await db.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

function hash(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
