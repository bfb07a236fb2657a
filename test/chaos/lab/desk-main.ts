import { readDeskConfig } from '../../../config/env.js';
import type { Parts } from '../../../desk/child-env.js';
import { EMBEDDED } from '../../../desk/process-table.js';
import { runDesk } from '../../../desk/run-desk.js';
import { addProxy } from './toxiproxy.js';
import { addressesOf, nameOf, PAIRS, reroute } from './ways.js';

/**
 * The embedded desk with every part a process of its own, the rounds and each double among them. With the address of a
 * toxiproxy as its argument every connection between two parts leads through a proxy of its own.
 */
process.title = 'notice-desk';

const [toxiproxy] = process.argv.slice(2);

async function layWays(parts: Parts) {
  if (toxiproxy === undefined) return () => parts;
  const upstreams = addressesOf(parts);
  const listening = new Map<string, string>();
  for (const pair of PAIRS)
    listening.set(nameOf(pair), await addProxy(toxiproxy, nameOf(pair), upstreams[pair.upstream]));
  return (kind: Parameters<typeof reroute>[1]) => reroute(parts, kind, listening);
}

await runDesk({
  what: 'desk',
  read: () => readDeskConfig(),
  counts: { ...EMBEDDED, rounds: 1 },
  engine: 'dev',
  stopLimitMs: 14_500,
  trial: { doublesApart: true, layWays },
});
