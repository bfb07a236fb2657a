import { setTimeout as sleep } from 'node:timers/promises';
import type { DeskClient } from '../../sdk/http.js';
import { CLUSTER, type Kind, listProcessNames } from '../../desk/process-table.js';
import type { BuiltRelease } from './old-release.js';
import type { RolledDesk } from './rolled-desk.js';

export interface ReleasesAnswer {
  items: { build: string; state: string; open: number; check: { state: string } | null }[];
}

const names = (kind: Kind) => listProcessNames(kind, CLUSTER);
const WORKERS = [...names('worker'), ...names('enforcement')];
/** Processes that are replaced one by one: two of a kind are never down together. */
const OTHERS = [...names('api'), ...names('jobs'), ...names('mail'), ...names('watchdog')];
const EMPTY_WITHIN_MS = 20 * 60_000;
const POLL_MS = 1_000;

export async function startAll(desk: RolledDesk, release: BuiltRelease): Promise<void> {
  await desk.migrate(release);
  await desk.start(release, [...WORKERS, ...OTHERS]);
}

/**
 * Migrates the registry, then starts new workers beside the old ones one after another, then replaces each other
 * process.
 */
export async function rollIn(desk: RolledDesk, { from, to }: { from: BuiltRelease; to: BuiltRelease }): Promise<void> {
  await desk.migrate(to);
  for (const name of WORKERS) await desk.start(to, [name]);
  for (const name of OTHERS) {
    await desk.end(from, [name]);
    await desk.start(to, [name]);
  }
}

export async function endWorkers(desk: RolledDesk, release: BuiltRelease): Promise<void> {
  await desk.end(release, WORKERS);
}

export async function promote(
  { requester, confirmer }: { requester: DeskClient; confirmer: DeskClient },
  { build }: BuiltRelease,
  reason: string,
): Promise<void> {
  await checkRelease(requester, build);
  await requester.post('/v1/ops/releases/promote', { build, reason }, crypto.randomUUID());
  await confirmer.post('/v1/ops/releases/confirm', { build }, crypto.randomUUID());
}

/** Replays the open notices with the release, as a promotion requires. */
async function checkRelease(client: DeskClient, build: string): Promise<void> {
  await client.post('/v1/ops/releases/check', { build }, crypto.randomUUID());
  for (;;) {
    const { items } = (await client.get<ReleasesAnswer>('/v1/ops/releases')).body;
    const state = items.find((one) => one.build === build)?.check?.state;
    if (state === 'passed') return;
    if (state !== 'running') throw new Error(`The check of ${build} ended as ${state ?? 'nothing'}.`);
    await sleep(POLL_MS);
  }
}

/** Until no open notice is on a release any more; answers the seconds it took. */
export async function untilEmpty(client: DeskClient, build: string): Promise<number> {
  const from = Date.now();
  for (;;) {
    const { items } = (await client.get<ReleasesAnswer>('/v1/ops/releases')).body;
    const left = items.find((one) => one.build === build)?.open ?? 0;
    if (left === 0) return (Date.now() - from) / 1000;
    if (Date.now() - from > EMPTY_WITHIN_MS)
      throw new Error(`${left} notices are still on ${build} after ${EMPTY_WITHIN_MS / 1000} s.`);
    await sleep(POLL_MS);
  }
}
