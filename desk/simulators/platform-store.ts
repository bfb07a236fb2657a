import type pg from 'pg';
import { type SimulatorDecision, decideOperations, type SimulatorEffect, type Known } from './platform-decide.js';
import type { Operation, SimulatorOperationResult, NotifiedTarget } from './platform-messages.js';
import type { TargetType } from '../../domain/targets/target.js';
import { type SimulatorTarget, resolveUnconfigured, targetId, unconfiguredItem } from './platform-target.js';

const SCHEMA = `
create schema if not exists platform_simulator;
create table if not exists platform_simulator.target (
  id text primary key,
  type text not null,
  locator text not null,
  "exists" boolean not null,
  owner text,
  protected_class text,
  followers integer,
  language text,
  -- The item that this row's locator also names.
  item text
);
alter table platform_simulator.target add column if not exists content text;
create table if not exists platform_simulator.operation (
  key text primary key,
  action text not null,
  type text not null,
  id text not null,
  countries text[] not null,
  undoes text,
  reason text,
  notice text,
  status text not null,
  at timestamptz not null,
  receipt text,
  message text,
  seq bigserial
);
create table if not exists platform_simulator.effect (
  id text not null,
  kind text not null,
  country text not null,
  primary key (id, kind, country)
);
create table if not exists platform_simulator.user_message (
  key text primary key,
  type text not null,
  id text not null,
  language text not null,
  subject text not null,
  text text not null,
  appeal_url text not null,
  at timestamptz not null,
  receipt text not null,
  seq bigserial
);
create table if not exists platform_simulator.page (
  id uuid primary key,
  webhook_id text not null,
  received_at timestamptz not null default now(),
  body jsonb not null
);`;

export async function createPlatformSchema(pool: pg.Pool): Promise<void> {
  await pool.query(SCHEMA);
}

/** Resolves targets in the given order: as configured, otherwise derived from their locators. */
export async function resolveStoredTargets(
  pool: pg.Pool,
  targets: readonly { type: TargetType; locator: string }[],
): Promise<SimulatorTarget[]> {
  const ids = targets.map(({ type, locator }) => targetId(type, locator));
  const configured = await readConfigured(pool, ids);
  const meant = [...configured.values()].flatMap(({ item }) => item ?? []);
  const items = meant.length > 0 ? await readConfigured(pool, meant) : configured;
  return targets.map(({ type, locator }, index) => {
    const row = configured.get(ids[index] ?? '');
    if (row === undefined) return resolveUnconfigured(type, locator);
    if (row.item === null) return withoutItem(row);
    const item = items.get(row.item);
    return item ? withoutItem(item) : unconfiguredItem(row.item);
  });
}

type NotifiedRow = SimulatorTarget & { item: string | null };

async function readConfigured(pool: pg.Pool, ids: readonly string[]): Promise<Map<string, NotifiedRow>> {
  const { rows } = await pool.query<NotifiedRow>(
    `select id, "exists", owner, protected_class as "protectedClass", followers, language, item
     from platform_simulator.target where id = any($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

function withoutItem({ item: _, language, ...target }: NotifiedRow): SimulatorTarget {
  return language == null ? target : { ...target, language };
}

/** Configures targets of the fake platform. A field left out keeps its value. */
export async function configureTargets(pool: pg.Pool, targets: readonly NotifiedTarget[]): Promise<SimulatorTarget[]> {
  await nameItems(pool, targets);
  const before = await resolveStoredTargets(pool, targets);
  const rows = targets.map((target, index) => {
    const { id, exists, owner, protectedClass, followers } =
      before[index] ?? resolveUnconfigured(target.type, target.locator);
    return {
      id,
      type: target.type,
      locator: target.locator,
      exists: target.exists ?? exists,
      owner: target.owner ?? owner,
      protected_class: target.protectedClass === undefined ? protectedClass : target.protectedClass,
      followers: target.followers ?? followers,
    };
  });
  const last = new Map(rows.map((row) => [row.id, row])); // The same row twice in one statement is an error.
  await pool.query(
    `insert into platform_simulator.target (id, type, locator, "exists", owner, protected_class, followers)
     select * from jsonb_to_recordset($1) as row
       (id text, type text, locator text, "exists" boolean, owner text, protected_class text, followers integer)
     on conflict (id) do update set "exists" = excluded."exists", owner = excluded.owner,
       protected_class = excluded.protected_class, followers = excluded.followers`,
    [JSON.stringify([...last.values()])],
  );
  const details = targets.flatMap(({ type, locator, content, language }) =>
    content === undefined && language === undefined ? [] : [{ id: targetId(type, locator), content, language }],
  );
  await pool.query(
    `update platform_simulator.target
     set content = coalesce(given.content, target.content), language = coalesce(given.language, target.language)
     from jsonb_to_recordset($1) as given (id text, content text, language text) where target.id = given.id`,
    [JSON.stringify(details)],
  );
  return resolveStoredTargets(pool, targets);
}

async function nameItems(pool: pg.Pool, targets: readonly NotifiedTarget[]): Promise<void> {
  const names = new Map(
    targets.flatMap(({ type, locator, id }) => {
      const name = targetId(type, locator);
      return id === undefined || id === name ? [] : [[name, { id: name, type, locator, item: id }]];
    }),
  );
  if (names.size === 0) return;
  await pool.query(
    `insert into platform_simulator.target (id, type, locator, "exists", item)
     select id, type, locator, true, item from jsonb_to_recordset($1) as row (id text, type text, locator text, item text)
     on conflict (id) do update set item = excluded.item`,
    [JSON.stringify([...names.values()])],
  );
}

/** Applies a batch in one transaction of seven statements, whatever its length. */
export async function applyOperations(
  pool: pg.Pool,
  operations: readonly Operation[],
): Promise<SimulatorOperationResult[]> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    // One batch at a time: a repeated key must see the first result, and effects must be ordered as the commits are.
    await client.query('lock table platform_simulator.operation in exclusive mode');
    const decision = decideOperations(operations, await readKnown(client, operations), new Date().toISOString());
    await writeDecision(client, decision);
    await client.query('commit');
    client.release();
    return decision.results;
  } catch (error) {
    // Closing the connection rolls back, even when the connection itself failed.
    client.release(true);
    throw error;
  }
}

interface OperationRow extends Omit<Operation, 'countries'> {
  countries: string[];
  status: SimulatorOperationResult['status'];
  at: Date;
  receipt: string | null;
  message: string | null;
}

export async function findMissing(db: pg.Pool | pg.PoolClient, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>(
    'select id from platform_simulator.target where not "exists" and id = any($1)',
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}

async function readKnown(client: pg.PoolClient, operations: readonly Operation[]): Promise<Known> {
  const keys = operations.flatMap(({ key, undoes }) => (undoes ? [key, undoes] : [key]));
  const { rows } = await client.query<OperationRow>('select * from platform_simulator.operation where key = any($1)', [
    keys,
  ]);
  return {
    results: new Map(rows.map((row) => [row.key, toResult(row)])),
    done: new Map(rows.filter((row) => row.status === 'applied').map((row) => [row.key, row])),
    missing: await findMissing(
      client,
      operations.map(({ id }) => id),
    ),
  };
}

async function writeDecision(client: pg.PoolClient, { stored, set, cleared }: SimulatorDecision): Promise<void> {
  if (stored.length === 0) return;
  await client.query(
    `insert into platform_simulator.operation
       (key, action, type, id, countries, undoes, reason, notice, status, at, receipt, message)
     select key, action, type, id, array(select jsonb_array_elements_text(countries)), undoes, reason, notice,
       status, at, receipt, message
     from jsonb_to_recordset($1) as row (key text, action text, type text, id text, countries jsonb, undoes text,
       reason text, notice text, status text, at timestamptz, receipt text, message text)`,
    [JSON.stringify(stored.map(({ operation, result }) => ({ ...operation, ...result })))],
  );
  const row = (effects: readonly SimulatorEffect[]) => [JSON.stringify(effects)];
  const columns = 'from jsonb_to_recordset($1) as row (id text, kind text, country text)';
  if (cleared.length > 0) {
    await client.query(
      `delete from platform_simulator.effect where (id, kind, country) in (select id, kind, country ${columns})`,
      row(cleared),
    );
  }
  if (set.length > 0) {
    await client.query(
      `insert into platform_simulator.effect (id, kind, country) select id, kind, country ${columns} on conflict do nothing`,
      row(set),
    );
  }
}

/** Returns first results by key; a missing key was not done. */
export async function findOperations(
  pool: pg.Pool,
  keys: readonly string[],
): Promise<Map<string, SimulatorOperationResult>> {
  const { rows } = await pool.query<OperationRow>('select * from platform_simulator.operation where key = any ($1)', [
    keys,
  ]);
  return new Map(rows.map((row) => [row.key, toResult(row)]));
}

export interface JournalEntry {
  seq: number;
  key: string;
  action: Operation['action'];
  id: string;
  countries: string[];
  undoes: string | null;
  status: SimulatorOperationResult['status'];
  at: string;
  receipt: string | null;
}

/** Every operation that the platform decided, once per key, in order; those with `applied` had an effect. */
export async function readJournal(pool: pg.Pool): Promise<JournalEntry[]> {
  const { rows } = await pool.query<Omit<JournalEntry, 'seq' | 'at'> & { seq: string; at: Date }>(
    `select seq, key, action, id, countries, undoes, status, at, receipt from platform_simulator.operation order by seq`,
  );
  return rows.map((row) => ({ ...row, seq: Number(row.seq), at: row.at.toISOString() }));
}

export interface StoredItemState {
  id: string;
  countries: string[];
  everywhere: boolean;
}

export async function readState(pool: pg.Pool, ids: readonly string[]): Promise<StoredItemState[]> {
  const { rows } = await pool.query<{ id: string; countries: string[] | null; everywhere: boolean }>(
    `select id, array_agg(country order by country) filter (where kind = 'withhold') as countries,
       bool_or(kind = 'remove') as everywhere
     from platform_simulator.effect where id = any($1) group by id`,
    [ids],
  );
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => ({
    id,
    countries: found.get(id)?.countries ?? [],
    everywhere: found.get(id)?.everywhere ?? false,
  }));
}

const toResult = ({ key, status, at, receipt, message }: OperationRow): SimulatorOperationResult => ({
  key,
  status,
  at: at.toISOString(),
  receipt,
  message,
});
