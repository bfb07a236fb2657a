import { Client } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time.js';
import pg from 'pg';
import type { EventAction } from '../../domain/event.js';
import { makeNoticeWorkflowId } from '../../domain/notices/notice.js';
import type { Clock, ClockReceipt } from '../../domain/clocks/clock.js';
import { type Db, openDatabase } from '../../registry/db.js';
import { createDataConverter } from '../../client/connection/data-converter.js';
import { createKeyWrap } from '../../client/connection/key-wrap.js';
import { createNoticeKeys, type NoticeKeys } from '../../client/connection/notice-keys.js';
import { markOutboxDone } from '../../registry/ops/outbox.js';
import { insertReceivedNotice } from '../../registry/notices/receive.js';
import type { IntakeNotice } from '../../registry/notices/received-notice.js';
import { loadRulebook } from '../../rulebook/load.js';
import { NOTICE_QUEUE } from '../../client/queues.js';
import { COMMITTED_MS } from './commit-times.js';
import type { BenchDesk } from './desk.js';
import type { LagSide, Sleeper } from './lag-plan.js';
import { PEER_ROWS } from '../peers/peer-activities.js';
import { runningClock } from '../../domain/open-clocks/internal-deadline.js';

export interface Sleepers {
  start(sleeper: Sleeper): Promise<void>;
  workflowId(id: string): string;
  rows: string;
}

export interface Dormitory {
  sides: Record<LagSide, Sleepers>;
  count(side: LagSide, ids: readonly string[]): Promise<number>;
  read(side: LagSide, ids: readonly string[]): Promise<Map<string, number[]>>;
  timer(side: LagSide, id: string): Promise<{ setForMs: number; rangMs: number }>;
  close(): Promise<void>;
}

const CONNECTIONS = 8;

const toPeerId = (id: string): string => `bench-${id}`;

export async function openDormitory({
  desk,
  client,
  peerQueue,
}: {
  desk: BenchDesk;
  client: Client;
  peerQueue: string;
}): Promise<Dormitory> {
  const db = openDatabase({ url: desk.database, maxConnections: CONNECTIONS });
  const pool = new pg.Pool({ connectionString: desk.database, max: 1 });
  await pool.query(PEER_ROWS);
  const { rows: people } = await pool.query<{ id: string }>('select id from person order by created_at limit 1');
  const sides: Record<LagSide, Sleepers> = {
    desk: notices({ db, ...sealing({ desk, client, db }), createdBy: people[0]?.id ?? '' }),
    peer: {
      workflowId: toPeerId,
      start: async ({ id, dueAtMs }) =>
        void (await client.workflow.start('sleepingWorkflow', {
          taskQueue: peerQueue,
          workflowId: toPeerId(id),
          args: [{ id, dueAtMs }],
        })),
      rows: `select id, ${COMMITTED_MS} as committed_ms from bench_row where id = any ($1::uuid[])`,
    },
  };
  return {
    sides,
    async count(side, ids) {
      const { rows } = await pool.query<{ count: number }>(`select count(*)::int from (${sides[side].rows}) woken`, [
        ids,
      ]);
      return rows[0]?.count ?? 0;
    },
    async read(side, ids) {
      const { rows } = await pool.query<{ id: string; committed_ms: number }>(sides[side].rows, [ids]);
      const instants = new Map<string, number[]>();
      for (const { id, committed_ms } of rows) instants.set(id, [...(instants.get(id) ?? []), committed_ms]);
      return instants;
    },
    async timer(side, id) {
      const { events } = await client.workflow.getHandle(sides[side].workflowId(id)).fetchHistory();
      const set = events?.find(({ timerStartedEventAttributes }) => timerStartedEventAttributes != null);
      const rang = events?.find(({ timerFiredEventAttributes }) => timerFiredEventAttributes != null);
      const sleepMs = tsToMs(set?.timerStartedEventAttributes?.startToFireTimeout);
      return { setForMs: tsToMs(set?.eventTime) + sleepMs, rangMs: tsToMs(rang?.eventTime) };
    },
    async close() {
      await Promise.all([db.destroy(), pool.end()]);
    },
  };
}

function sealing({ desk, client, db }: { desk: BenchDesk; client: Client; db: Db }) {
  const { namespace } = desk.temporal;
  const keys = createNoticeKeys(db, createKeyWrap({ current: desk.payloadKey, former: [] }));
  const dataConverter = createDataConverter({ keys, namespace });
  return { keys, client: new Client({ connection: client.connection, namespace, dataConverter }) };
}

/** Notices as intake leaves them: committed, started, their outbox row done. The API takes no part in their clocks. */
function notices({
  db,
  client,
  keys,
  createdBy,
}: {
  db: Db;
  client: Client;
  keys: NoticeKeys;
  createdBy: string;
}): Sleepers {
  const regime = loadRulebook().regimeAt('POLICY-DEFAULT', Date.now());
  if (regime === undefined) throw new Error('The rulebook has no POLICY-DEFAULT.');
  return {
    workflowId: makeNoticeWorkflowId,
    async start(sleeper) {
      const key = await keys.make(sleeper.id);
      const notice = aNotice(sleeper, { regime: { id: regime.id, version: regime.version }, createdBy, key });
      const kept = await insertReceivedNotice(db, notice);
      if (kept === null) throw new Error('The notice was not taken.');
      const { input, outboxId } = kept;
      await client.workflow.start('noticeWorkflow', {
        taskQueue: NOTICE_QUEUE,
        workflowId: makeNoticeWorkflowId(sleeper.id),
        args: [input],
      });
      await markOutboxDone(db, { id: outboxId, started: sleeper.id });
    },
    rows: `select notice_id as id, ${COMMITTED_MS} as committed_ms from audit_entry where notice_id = any ($1::uuid[]) and action = '${'clock_missed' satisfies EventAction}'`,
  };
}

/** A request without targets whose one internal deadline has no escalation policy: missing it only writes one event. */
function aNotice(
  { id, dueAtMs }: Sleeper,
  { regime, createdBy, key }: Pick<IntakeNotice, 'regime' | 'createdBy' | 'key'>,
): IntakeNotice {
  const receivedAt = new Date();
  return {
    id,
    kind: 'request',
    authority: { id: null, name: 'Bench Office', country: 'IN', email: null },
    jurisdiction: 'IN',
    regime,
    reference: '',
    subject: 'A question',
    body: '',
    language: 'en',
    channel: 'api',
    authenticity: 'unverified',
    secrecy: { level: 'open', people: [], until: null },
    issuedAt: null,
    servedAt: null,
    receivedAt,
    orderedDeadline: null,
    targetsFollow: false,
    facts: {},
    createdBy,
    key,
    clocks: [aClock(id, { receivedAt, dueAtMs, regime })],
    targets: [],
    documents: [],
    relatesTo: [],
    acknowledge: false,
  };
}

function aClock(
  id: string,
  { receivedAt, dueAtMs, regime }: { receivedAt: Date; dueAtMs: number; regime: IntakeNotice['regime'] },
): { clock: Clock; receipt: ClockReceipt } {
  return {
    clock: runningClock({ id, kind: 'policy', owner: 'us', startsAtMs: receivedAt.getTime(), dueAtMs, escalation: [] }),
    receipt: {
      regime,
      rule: { kind: 'policy', basis: 'policy', due: new Date(dueAtMs).toISOString() },
      facts: { receipt: receivedAt.toISOString() },
      zone: 'UTC',
      calendar: null,
      tzVersion: '',
      source: 'A benchmark',
      confidence: 'policy',
      reviewer: null,
      escalation: { rules: [], time: 'any' },
      working: [],
    },
  };
}
