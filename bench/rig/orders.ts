import { randomUUID } from 'node:crypto';
import { toCursor } from '../../application/paging.js';
import type { DemoName } from '../../desk/simulators/demo-people.js';
import type { HttpClient } from './http.js';
import { until } from './load.js';
import { blockingOrder } from './blocking-order.js';

type NameOf = (index: number) => string;

function newNames(): NameOf {
  const run = randomUUID().slice(0, 12);
  return (index) => `@bench_${run}_${String(index + 1).padStart(6, '0')}`;
}

/** Returns a blocking order as an intake system sends it, each target a new one. */
export function anOrder(targets: number, nameOf: NameOf = newNames()): Record<string, unknown> {
  return {
    ...blockingOrder(),
    targets: Array.from({ length: targets }, (_, index) => ({ type: 'account', locator: nameOf(index) })),
  };
}

/** The minimal notice: a request from an authority not in the directory, without targets. */
export function aRequest(): Record<string, unknown> {
  return {
    kind: 'request',
    authority: { name: 'Bench Office', country: 'IN' },
    jurisdiction: 'IN',
    subject: 'A question',
  };
}

export interface BenchNotice {
  id: string;
  command(as: DemoName, name: string, body?: unknown): Promise<Record<string, unknown>>;
  read(): Promise<Record<string, unknown>>;
  list(what: string): Promise<Record<string, unknown>[]>;
  /** Resolves when the notice has reached a stage; rejects after a minute unless another time is given. */
  reaches(stage: string, withinMs?: number): Promise<Record<string, unknown>>;
  /** Resolves when its first letter and its target look-up are finished, so that nothing else is under way. */
  settles(): Promise<void>;
}

export async function receive(http: HttpClient, order: Record<string, unknown>): Promise<BenchNotice> {
  const { status, body } = await http.post('intake', '/v1/notices', order, { 'idempotency-key': randomUUID() });
  if (status !== 201) throw new Error(`The notice was not taken: ${status} ${JSON.stringify(body).slice(0, 500)}`);
  const id = String(body['id']);
  const path = `/v1/notices/${id}`;
  const read = async () => (await http.get('counsel', path)).body;
  const list = async (what: string) =>
    (await http.get('counsel', `${path}/${what}`)).body['items'] as Record<string, unknown>[];
  return {
    id,
    read,
    list,
    async command(as, name, sent = {}) {
      const answer = await http.post(as, `${path}/${name}`, sent);
      if (answer.status !== 200)
        throw new Error(`${name}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 500)}`);
      return answer.body;
    },
    reaches: (stage, withinMs = 60_000) =>
      until(`stage ${stage}`, {
        ask: read,
        holds: (notice) => notice['stage'] === stage,
        withinMs,
        // Polling often would itself be a load over so long a time.
        everyMs: withinMs > 60_000 ? 100 : 20,
      }),
    async settles() {
      await until('letters', {
        ask: () => list('letters'),
        holds: (items) => items.length > 0 && items.every(({ state }) => state === 'sent'),
      });
      // Targets are looked up in order, so checking the last one is enough.
      const last = (body['counts'] as { targets?: number } | undefined)?.targets ?? 0;
      await until('targets', {
        ask: () => list(`targets?cursor=${toCursor([last - 1])}`),
        holds: (items) => items.every(({ platformId }) => platformId !== null),
        withinMs: 300_000,
      });
    },
  };
}

export async function prepareOrder(
  http: HttpClient,
  targets: number,
  nameOf?: NameOf,
): Promise<{ notice: BenchNotice; lastApproval: () => Promise<unknown> }> {
  const notice = await receive(http, anOrder(targets, nameOf));
  await notice.settles();
  await notice.command('reviewer', 'triage');
  await notice.command('reviewer', 'decide', {
    select: { all: true },
    action: 'withhold',
    grounds: ['legal_basis_met'],
  });
  const { submission } = await notice.command('reviewer', 'submit');
  const { number, digest, approvalsNeeded } = submission as { number: number; digest: string; approvalsNeeded: number };
  const approval = { submission: number, digest };
  if (approvalsNeeded < 2) return { notice, lastApproval: () => notice.command('approver', 'approve', approval) };
  await notice.command('approver', 'approve', approval);
  return { notice, lastApproval: () => notice.command('counsel', 'approve', approval) };
}
