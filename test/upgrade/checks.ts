import { readFileSync } from 'node:fs';
import type { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import type pg from 'pg';
import { openDatabase } from '../../registry/db.js';
import { createDataConverter } from '../../client/connection/data-converter.js';
import { createKeyWrap } from '../../client/connection/key-wrap.js';
import { createNoticeKeys } from '../../client/connection/notice-keys.js';
import { BUNDLE_PATH } from '../../worker/bundle-path.js';
import { equal, type ChecklistItem, once } from '../cluster/checklist.js';
import type { RolledDesk } from './rolled-desk.js';
import type { Traffic } from './traffic.js';

/** A step or clock that acts later than this after its due instant is late, however busy the machine. */
const LATE_MS = 10_000;

export async function checkCommands(sql: pg.Client, { acknowledged, refused }: Traffic): Promise<ChecklistItem[]> {
  const { rows } = await sql.query<{ text: string }>(
    `select detail ->> 'text' as text from audit_entry where action = 'annotate' and detail ->> 'text' like 'drill %'`,
  );
  const found = rows.map(({ text }) => text);
  const there = new Set(found);
  const lost = [...acknowledged].filter((text) => !there.has(text));
  return [
    { what: 'no acknowledged command is lost', seen: `${acknowledged.size} acknowledged`, wrong: lost },
    once('… and none is there twice', found),
    { what: 'no command was refused', wrong: refused },
  ];
}

/**
 * Checks how late steps and clocks acted since an instant, from their due instant or from the notice's last event, as
 * the ops screen counts it.
 */
export async function checkClocks(sql: pg.Client, since: Date): Promise<ChecklistItem> {
  const { rows } = await sql.query<{ ms: number }>(LATENESS, [since]);
  const all = rows.map(({ ms }) => ms).sort((a, b) => a - b);
  const late = all.filter((ms) => ms > LATE_MS);
  return {
    what: 'no step or clock acted late',
    seen: `${all.length} acted; ${histogram(all)}; the latest after ${Math.round(all.at(-1) ?? 0)} ms`,
    wrong: late.map((ms) => `${Math.round(ms)} ms`),
  };
}

const LATENESS = `
  with due as (
    select distinct entry.action, clock.escalation, clock.due_at, entry.at, clock.id,
      greatest(notice.created_at, (select max(heard.at) from audit_entry heard
        where heard.notice_id = notice.id and heard.at <= entry.at and heard.actor_kind <> 'system')) as heard_at
    from audit_entry entry join notice on notice.id = entry.notice_id join clock on clock.id = (entry.detail ->> 'clock')::uuid
    where entry.at > $1 and entry.action in ('escalation_fired', 'clock_missed', 'clock_lapsed')
  ), late (ms) as (
    select extract(epoch from at) * 1000
      - greatest((level ->> 'atMs')::float8, least(extract(epoch from heard_at), extract(epoch from at)) * 1000)
    from due, jsonb_array_elements(escalation) level
    where action = 'escalation_fired' and (level ->> 'firedAtMs')::float8 = extract(epoch from at) * 1000
    union all
    select extract(epoch from at - greatest(due_at, least(heard_at, at))) * 1000
    from due where action <> 'escalation_fired' and due_at is not null
  )
  select ms::float8 from late where ms >= 0`;

const BUCKETS_MS = [100, 500, 1_000, 2_000, 5_000, 10_000] as const;

function histogram(all: readonly number[]): string {
  const parts = BUCKETS_MS.map((max, at) => {
    const least = BUCKETS_MS[at - 1] ?? -1;
    return `≤ ${max / 1000} s: ${all.filter((ms) => ms > least && ms <= max).length}`;
  });
  return [...parts, `later: ${all.filter((ms) => ms > LATE_MS).length}`].join(', ');
}

export async function checkPlatform(sql: pg.Client): Promise<ChecklistItem> {
  const ids = async (query: string) => (await sql.query<{ id: string }>(query)).rows.map(({ id }) => id);
  const ledger = new Set(await ids(`select platform_id as id from target where status = 'applied'`));
  const platform = new Set(await ids(`select distinct id from platform_simulator.effect where kind = 'withhold'`));
  return {
    what: 'ledger and platform hold the same',
    seen: `${ledger.size} items`,
    wrong: [
      ...[...ledger].filter((id) => !platform.has(id)).map((id) => `${id}: not in force`),
      ...[...platform].filter((id) => !ledger.has(id)).map((id) => `${id}: in force and in no ledger`),
    ],
  };
}

/** Checks that no alert is open that the upgrade could have caused. */
export async function checkAlerts(sql: pg.Client): Promise<ChecklistItem> {
  const { rows } = await sql.query<{ kind: string; summary: string }>(
    `select kind, summary from alert where resolved_at is null
     and kind in ('divergence', 'workflow_gone', 'workflow_stuck', 'record_stuck', 'platform_drift', 'approval_unproven', 'forged_command')`,
  );
  return { what: 'nothing diverges, is stuck or gone', wrong: rows.map(({ kind, summary }) => `${kind}: ${summary}`) };
}

/** Checks that every run of every notice replays under this build's code; no failures allowed. */
export async function checkHistories(desk: RolledDesk, client: Client): Promise<ChecklistItem[]> {
  const db = openDatabase({ url: desk.registry, maxConnections: 2 });
  const keys = createNoticeKeys(db, createKeyWrap({ current: desk.secrets.payloadKey, former: [] }));
  const dataConverter = createDataConverter({ keys, namespace: desk.namespace });
  let runs = 0;
  const ended: string[] = [];
  const wrong: string[] = [];
  async function* histories() {
    for await (const { workflowId, runId, status } of client.workflow.list({
      query: `WorkflowType = 'noticeWorkflow'`,
    })) {
      runs += 1;
      if (['FAILED', 'TERMINATED', 'TIMED_OUT'].includes(status.name)) ended.push(`${workflowId}: ${status.name}`);
      yield { workflowId, history: await client.workflow.getHandle(workflowId, runId).fetchHistory() };
    }
  }
  const workflowBundle = { code: readFileSync(BUNDLE_PATH, 'utf8') };
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle, dataConverter }, histories()))
    if (error) wrong.push(`${workflowId}: ${error.message}`);
  await db.destroy();
  return [
    { what: 'every history replays under the new code', seen: `${runs} runs`, wrong },
    equal('no workflow failed', { is: ended, should: [] }),
  ];
}
