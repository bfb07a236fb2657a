import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpClient } from '../../rig/http.js';
import { until } from '../../rig/load.js';
import { anOrder, receive } from '../../rig/orders.js';

const NOTICES = 40;
const TARGETS = 3;
/** All of this benchmark and few others are in review. */
const QUEUE = '/v1/notices?stage=review&limit=100';

export interface FreshnessPlan {
  commands: number;
  perSecond: number;
}

/**
 * Returns for each command by how many ms after its answer the queue of another person has shown its version. Commands
 * are sent at fixed instants, so that a slow answer does not reduce their number.
 */
export async function measureFreshness(http: HttpClient, { commands, perSecond }: FreshnessPlan): Promise<number[]> {
  const ids = await Promise.all(
    Array.from({ length: Math.min(NOTICES, commands) }, async () => {
      const notice = await receive(http, anOrder(TARGETS));
      await notice.settles();
      await notice.command('reviewer', 'triage');
      return notice.id;
    }),
  );
  const ms: number[] = [];
  const before = new Map<string, Promise<unknown>>();
  const from = performance.now();
  for (let count = 0; count < commands; count += 1) {
    await sleep(Math.max(0, from + (count * 1_000) / perSecond - performance.now()));
    const id = ids[count % ids.length] ?? '';
    const turn = Math.floor(count / ids.length);
    const done = commandAndSee(http, id, { after: before.get(id), name: turn % 2 === 0 ? 'claim' : 'release' }).then(
      (seenAfterMs) => ms.push(seenAfterMs),
    );
    done.catch(() => undefined); // awaited below
    before.set(id, done);
  }
  await Promise.all(before.values());
  return ms;
}

interface Turn {
  /** The command before on the same notice: two at a time would wait for each other. */
  after: Promise<unknown> | undefined;
  name: 'claim' | 'release';
}

async function commandAndSee(http: HttpClient, id: string, { after, name }: Turn): Promise<number> {
  await after;
  const { status, body } = await http.post('reviewer', `/v1/notices/${id}/${name}`, {});
  if (status !== 200) throw new Error(`${name}: ${status} ${JSON.stringify(body).slice(0, 300)}`);
  const answeredAt = performance.now();
  await until('the queue of another person', {
    ask: () => findVersion(http, id),
    holds: (version) => version >= Number(body['version']),
    everyMs: 1,
  });
  return performance.now() - answeredAt;
}

async function findVersion(http: HttpClient, id: string): Promise<number> {
  const { body } = await http.get('counsel', QUEUE);
  const items = body['items'] as { id: string; version: number }[];
  return items.find((item) => item.id === id)?.version ?? 0;
}
