import { expressionBuilder, sql, type RawBuilder, type SelectQueryBuilder } from 'kysely';
import { inTransaction, type Connection } from './db.js';
import type { Tables } from './tables.js';

/** Columns that hold an instant; each has to be named, since JSON has it as text. */
type Instants<Row> = { [Column in keyof Row as Date extends Row[Column] ? Column : never]-?: true };

// oxlint-disable-next-line typescript/no-explicit-any -- of any tables
type Select<Row> = RawBuilder<Row> | SelectQueryBuilder<any, any, Row>;

/** A question to the registry, to be asked alone or in one statement with others. */
export interface Question<Answer> {
  select: Select<unknown>;
  instants: readonly string[];
  read: (rows: never[]) => Answer;
}

/** Where a select of a question begins. */
export const tables = expressionBuilder<Tables>();

/** A question by its select, its instants, and how its rows are read. */
export function question<Row, Answer>({
  select,
  instants,
  read,
}: {
  select: Select<Row>;
  instants: Instants<Row>;
  read: (rows: Row[]) => Answer;
}): Question<Answer> {
  return { select, instants: Object.keys(instants), read };
}

type Questions = Readonly<Record<string, Question<unknown>>>;
/** What was answered, under the names asked by. */
export type Answers<Asked extends Questions> = { [Name in keyof Asked]: ReturnType<Asked[Name]['read']> };

/** Asks one question. */
export async function ask<Answer>(db: Connection, { select, read }: Question<Answer>): Promise<Answer> {
  const { rows } = await sql<never>`select * from (${select}) asked`.execute(db);
  return read(rows);
}

/**
 * Until the transaction ends. PostgreSQL would plan so long a statement anew each time, row security and all, which takes
 * ten times as long as to answer it.
 */
const PLANNED_ONCE = sql`set local plan_cache_mode = force_generic_plan`;

/** Asks several questions in one statement: all see one instant, and the way to the server is gone once. */
export async function askTogether<Asked extends Questions>(db: Connection, asked: Asked): Promise<Answers<Asked>> {
  return inTransaction(db, async (trx) => {
    await PLANNED_ONCE.execute(trx);
    return askAtOnce(trx, asked);
  });
}

/** The same for a few short ones, whose plan PostgreSQL keeps by itself: no transaction is begun for them. */
export async function askAtOnce<Asked extends Questions>(db: Connection, asked: Asked): Promise<Answers<Asked>> {
  const columns = Object.entries(asked).map(
    ([name, { select }]) => sql`(select coalesce(json_agg(asked), '[]') from (${select}) asked) as ${sql.ref(name)}`,
  );
  const { rows } = await sql<Record<string, Record<string, unknown>[]>>`select ${sql.join(columns)}`.execute(db);
  const answers = Object.entries(asked).map(([name, { instants, read }]) => {
    const found = rows[0]?.[name] ?? [];
    for (const row of found) for (const column of instants) row[column] = toInstant(row[column]);
    return [name, read(found as never[])];
  });
  return Object.fromEntries(answers) as Answers<Asked>;
}

function toInstant(text: unknown): Date | null {
  return typeof text === 'string' ? new Date(text) : null;
}
