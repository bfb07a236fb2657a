import { expressionBuilder, sql, type RawBuilder, type SelectQueryBuilder } from 'kysely';
import { inTransaction, type Connection } from './db.js';
import type { Tables } from './tables.js';

/** Columns that hold an instant. Each must be named because JSON carries it as text. */
type Instants<Row> = { [Column in keyof Row as Date extends Row[Column] ? Column : never]-?: true };

// oxlint-disable-next-line typescript/no-explicit-any -- of any tables
type Select<Row> = RawBuilder<Row> | SelectQueryBuilder<any, any, Row>;

/** A query that can run alone or be combined with others into one statement. */
export interface Question<Answer> {
  select: Select<unknown>;
  instants: readonly string[];
  read: (rows: never[]) => Answer;
}

export const tables = expressionBuilder<Tables>();

export function question<Row, Answer>(input: {
  select: Select<Row>;
  instants: Instants<Row>;
  read: (rows: Row[]) => Answer;
}): Question<Answer> {
  const { select, instants, read } = input;
  return { select, instants: Object.keys(instants), read };
}

type Questions = Readonly<Record<string, Question<unknown>>>;
export type Answers<Requested extends Questions> = { [Name in keyof Requested]: ReturnType<Requested[Name]['read']> };

export async function ask<Answer>(db: Connection, { select, read }: Question<Answer>): Promise<Answer> {
  const { rows } = await sql<never>`select * from (${select}) asked`.execute(db);
  return read(rows);
}

/**
 * Lasts until the transaction ends. Without it PostgreSQL would re-plan so long a statement on every call, row security
 * included, which takes ten times as long as executing it.
 */
const PLANNED_ONCE = sql`set local plan_cache_mode = force_generic_plan`;

/** Runs several queries in one statement: one snapshot, one round trip. */
export async function askTogether<Requested extends Questions>(
  db: Connection,
  questions: Requested,
): Promise<Answers<Requested>> {
  return inTransaction(db, async (trx) => {
    await PLANNED_ONCE.execute(trx);
    return queryTogether(trx, questions);
  });
}

/**
 * Runs a few short queries in one statement without a transaction; PostgreSQL caches the plan of a short statement by
 * itself.
 */
export async function queryTogether<Requested extends Questions>(
  db: Connection,
  questions: Requested,
): Promise<Answers<Requested>> {
  const columns = Object.entries(questions).map(
    ([name, { select }]) => sql`(select coalesce(json_agg(asked), '[]') from (${select}) asked) as ${sql.ref(name)}`,
  );
  const { rows } = await sql<Record<string, Record<string, unknown>[]>>`select ${sql.join(columns)}`.execute(db);
  const answers = Object.entries(questions).map(([name, { instants, read }]) => {
    const found = rows[0]?.[name] ?? [];
    for (const row of found) for (const column of instants) row[column] = toInstant(row[column]);
    return [name, read(found as never[])];
  });
  return Object.fromEntries(answers) as Answers<Requested>;
}

function toInstant(text: unknown): Date | null {
  return typeof text === 'string' ? new Date(text) : null;
}
