import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { makeNoticeWorkflowId } from '../../domain/notices/notice.js';
import { startWholeDesk } from '../rig/desk.js';
import { createHttpClient, type HttpClient } from '../rig/http.js';
import { until } from '../rig/load.js';
import type { BenchOptions } from '../rig/options.js';
import { anOrder, aRequest, type BenchNotice, receive } from '../rig/orders.js';
import { round3 } from '../rig/pairs.js';
import { startPeerWorker } from '../peers/peer-bundle.js';
import { DESK_DURABILITY, DESK_LIMITS, type Measured } from '../rig/result.js';
import { connectTemporal, describe, type Described } from '../rig/temporal.js';

export const EVENTS_TARGET = { events: 2.8, transitions: 1.4, mainWayEvents: 70 } as const;

/**
 * Activity results that arrive together share a workflow task, so the event count of the main path varies slightly
 * between runs.
 */
const MAIN_WAYS = 3;

interface Counted extends Described {
  types: string[];
}

/**
 * Counts a notice's events and state transitions, as the server reports them, against those of the empty workflow.
 * Exact.
 */
export async function measureEvents({ say, targets }: BenchOptions): Promise<Measured> {
  const desk = await startWholeDesk(say);
  const taskQueue = await startPeerWorker(desk);
  const http = createHttpClient({ ...desk, connections: 4 });
  const temporal = await connectTemporal(desk.temporal);
  const { client } = temporal;
  try {
    const minimal = await count(client, makeNoticeWorkflowId(await closeMinimal(http)));
    say('  minimal notice closed');
    const ways: Counted[] = [];
    for (let run = 1; run <= MAIN_WAYS; run += 1) {
      ways.push(await count(client, makeNoticeWorkflowId(await goMainWay(http, targets))));
      say(`  order of ${targets} targets closed (${run} of ${MAIN_WAYS})`);
    }
    const empty = await count(client, await runEmpty(client, taskQueue));
    const longest = ways.reduce((max, way) => (way.events > max.events ? way : max));
    for (const [name, { types }] of Object.entries({ minimal, mainWay: longest, empty }))
      say(`  ${name}: ${types.join(' ')}`);
    return toMeasured({ minimal, longest, ways, empty, targets });
  } finally {
    await Promise.all([http.close(), temporal.close()]);
  }
}

interface AllCounted {
  minimal: Counted;
  /** The run of the main path with the most events; the target is checked against it. */
  longest: Counted;
  ways: readonly Counted[];
  empty: Counted;
  targets: number;
}

function toMeasured({ minimal, longest, ways, empty, targets }: AllCounted): Measured {
  const events = round3(minimal.events / empty.events);
  const transitions = round3(minimal.transitions / empty.transitions);
  const { events: max, transitions: mostTransitions } = longest;
  return {
    ratio: { median: events, min: events, max: events },
    pairs: 1,
    met:
      events <= EVENTS_TARGET.events && transitions <= EVENTS_TARGET.transitions && max <= EVENTS_TARGET.mainWayEvents,
    a: { minimal, mainWay: { ...longest, targets, byType: countByType(longest.types) } },
    b: { empty },
    counters: {
      eventsRatio: events,
      transitionsRatio: transitions,
      mainWayEvents: ways.map((way) => way.events),
      mainWayTransitions: mostTransitions,
    },
    limits: DESK_LIMITS,
    durability: DESK_DURABILITY,
    note: 'Counted by the server, not timed. Minimal: a request without targets or acknowledgement is received and closed by counsel with one command. Of several main ways the longest is judged.',
  };
}

export async function closeMinimal(http: HttpClient): Promise<string> {
  const notice = await receive(http, aRequest());
  await notice.command('counsel', 'close', { reason: 'No request of law', override: true });
  return notice.id;
}

export async function runEmpty(client: Client, taskQueue: string): Promise<string> {
  const workflowId = `bench-${randomUUID()}`;
  await client.workflow.execute('emptyWorkflow', { taskQueue, workflowId, args: [] });
  return workflowId;
}

async function goMainWay(http: HttpClient, targets: number): Promise<string> {
  const notice = await receive(http, anOrder(targets));
  await notice.settles();
  await notice.command('reviewer', 'triage');
  await decideInThree(notice, targets);
  const { submission } = await notice.command('reviewer', 'submit');
  await approveAll(notice, submission);
  await notice.reaches('in_force');
  await until('letters', {
    ask: () => notice.list('letters'),
    holds: (items) => items.length === 3 && items.every(({ state }) => state === 'sent'),
  });
  await until('clocks', {
    ask: () => notice.list('clocks'),
    holds: (items) => items.every(({ owner, state }) => owner !== 'us' || state === 'met'),
  });
  await notice.command('reviewer', 'close', { reason: 'Reported and answered' });
  return notice.id;
}

/** Like the real orders the desk was built for: half withheld, half removed, a few refused. */
async function decideInThree(notice: BenchNotice, targets: number): Promise<void> {
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index + 1);
  const half = Math.floor(targets / 2);
  const max = targets - Math.max(1, Math.floor(targets / 32));
  await notice.command('reviewer', 'decide', {
    select: { targets: range(0, half) },
    action: 'withhold',
    grounds: ['legal_basis_met'],
  });
  await notice.command('reviewer', 'decide', {
    select: { targets: range(half, max) },
    action: 'remove_rules',
    grounds: ['own_rules'],
  });
  await notice.command('reviewer', 'decide', {
    select: { targets: range(max, targets) },
    action: 'push_back',
    grounds: ['protected_speech'],
  });
}

async function approveAll(notice: BenchNotice, submission: unknown): Promise<void> {
  const { number, digest, approvalsNeeded } = submission as { number: number; digest: string; approvalsNeeded: number };
  await notice.command('approver', 'approve', { submission: number, digest });
  if (approvalsNeeded > 1) await notice.command('counsel', 'approve', { submission: number, digest });
}

async function count(client: Client, workflowId: string): Promise<Counted> {
  // The result is encrypted, and this process does not have the key.
  await until('the end of the workflow', {
    ask: async () => (await client.workflow.getHandle(workflowId).describe()).status.name,
    holds: (status) => status !== 'RUNNING',
  });
  const { events } = JSON.parse(historyToJSON(await client.workflow.getHandle(workflowId).fetchHistory())) as {
    events: { eventType: string }[];
  };
  return {
    ...(await describe(client, workflowId)),
    types: events.map(({ eventType }) => eventType.replace('EVENT_TYPE_', '')),
  };
}

function countByType(types: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const type of types) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
