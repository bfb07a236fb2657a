import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { DeskFile } from '../../desk/desk-file.js';
import type { DemoName } from '../../desk/simulators/demo-people.js';
import type { NoticeView } from '../../cli/view.js';
import type { Cluster } from '../../bench/cluster/throw-away.js';
import { equal, type ChecklistItem } from './checklist.js';

const NOTICES = 20;
const TAKE_OVER_WITHIN_MS = 20_000;

interface Answer {
  status: number;
  body: Record<string, unknown> & Partial<NoticeView>;
}

/** Sends the same request to every API concurrently under one key, retried where it is still running. */
async function toAll(
  { apis, keys }: DeskFile,
  { by, path, body }: { by: DemoName; path: string; body: unknown },
): Promise<Answer[]> {
  const key = randomUUID();
  const send = async (api: string): Promise<Answer> => {
    for (;;) {
      const response = await fetch(`${api}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${keys[by]}`, 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(body),
      });
      const answer = { status: response.status, body: (await response.json()) as Answer['body'] };
      if (answer.status !== 409 || !String(answer.body['type']).endsWith(':idempotency-in-flight')) return answer;
      await sleep(100);
    }
  };
  return Promise.all(apis.map(send));
}

/**
 * Sends documents and commands to two APIs concurrently under one Idempotency-Key: expects one effect and one answer.
 */
export async function sendTwice({ file, registry }: Pick<Cluster, 'file' | 'registry'>): Promise<ChecklistItem[]> {
  const differing: string[] = [];
  const ids: string[] = [];
  for (let at = 0; at < NOTICES; at += 1) {
    const subject = `Twice ${randomUUID()}`;
    const document = { kind: 'request', authority: { name: 'Office', country: 'IN' }, jurisdiction: 'IN', subject };
    const received = await toAll(file, { by: 'intake', path: '/v1/notices', body: document });
    const id = String(received[0]?.body.id);
    ids.push(id);
    const claimed = await toAll(file, { by: 'reviewer', path: `/v1/notices/${id}/claim`, body: {} });
    differing.push(...differences(received, 201), ...differences(claimed, 200));
  }
  const sql = new pg.Client({ connectionString: registry });
  await sql.connect();
  try {
    const { rows } = await sql.query<{ notices: string; claims: string }>(
      `select count(*) as notices, (select count(*) from audit_entry where notice_id = any ($1::uuid[]) and action = 'claim') as claims
       from notice where subject like 'Twice %'`,
      [ids],
    );
    return [
      { what: 'one key to both APIs at once gives one answer', seen: `${2 * NOTICES} requests`, wrong: differing },
      equal('… and one effect', {
        is: { notices: Number(rows[0]?.notices), claims: Number(rows[0]?.claims) },
        should: { notices: NOTICES, claims: NOTICES },
      }),
    ];
  } finally {
    await sql.end();
  }
}

function differences(answers: readonly Answer[], status: number): string[] {
  const texts = new Set(answers.map(({ body }) => JSON.stringify(body)));
  const statuses = answers.map((answer) => answer.status);
  if (texts.size === 1 && statuses.every((one) => one === status)) return [];
  return [`${statuses.join(' and ')}: ${[...texts].join(' / ').slice(0, 400)}`];
}

/** The process that holds the leader lock of the outbox jobs, by its connection's application name. */
async function findLeader(sql: pg.Client): Promise<string | null> {
  const { rows } = await sql.query<{ name: string }>(
    `select replace(application_name, 'notice-desk-', '') as name from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and classid = 4207314 and objid = 1 and granted`,
  );
  return rows.length === 1 ? (rows[0]?.name ?? null) : null;
}

/** Kills the jobs' leader, and again if it returns before the other has taken over. */
export async function killLeader({ registry, pids }: Pick<Cluster, 'registry' | 'pids'>): Promise<ChecklistItem> {
  const what = 'the leader of the jobs dies and the other process takes over';
  const sql = new pg.Client({ connectionString: registry });
  await sql.connect();
  try {
    const leader = await untilLed(sql, () => true);
    if (leader === null) return { what, wrong: ['no process runs the jobs'] };
    const from = Date.now();
    const killing = setInterval(() => kill(pids().get(leader)), 100);
    kill(pids().get(leader));
    const heir = await untilLed(sql, (name) => name !== leader).finally(() => clearInterval(killing));
    if (heir === null) return { what, wrong: [`${leader} died and nobody took over`] };
    return { what, seen: `${leader} → ${heir} after ${((Date.now() - from) / 1000).toFixed(1)} s`, wrong: [] };
  } finally {
    await sql.end();
  }
}

async function untilLed(sql: pg.Client, holds: (name: string) => boolean): Promise<string | null> {
  const giveUpAt = Date.now() + TAKE_OVER_WITHIN_MS;
  while (Date.now() < giveUpAt) {
    const name = await findLeader(sql);
    if (name !== null && holds(name)) return name;
    await sleep(100);
  }
  return null;
}

function kill(pid: number | undefined): void {
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
}
