import { parseArgs } from 'node:util';
import { readDeskConfig } from '../../../config/env.js';
import { PLATFORMS } from '../../../platforms/registered.js';
import type { Parts } from '../../../desk/child-env.js';
import { holdFreePort } from '../../../desk/port.js';
import { EMBEDDED, type Kind } from '../../../desk/process-table.js';
import { runDesk } from '../../../desk/run-desk.js';
import { fakedEnv } from './faked-time.js';
import { addProxy } from './toxiproxy.js';
import { readAddresses, formatProxyName, PAIRS, reroute } from './ways.js';

/**
 * The embedded desk with every part in its own process, background jobs and each simulator included. With `--proxy` (a
 * toxiproxy's address), every connection between two parts leads through its own proxy. With `--clocks` (a folder), the
 * clock of each of our processes is off by what its file there says (`--faketime`: the library used).
 */
process.title = 'notice-desk';

const text = { type: 'string' } as const;
const { proxy, clocks, faketime } = parseArgs({ options: { proxy: text, clocks: text, faketime: text } }).values;

async function layWays(parts: Parts) {
  if (proxy === undefined) return () => parts;
  const upstreams = readAddresses(parts);
  const listening = new Map<string, string>();
  for (const { kind, upstream } of PAIRS) {
    if (upstream === 'issuer') continue;
    const name = formatProxyName({ kind, upstream });
    listening.set(name, await addProxy(proxy, name, upstreams[upstream]));
  }
  return (kind: Parameters<typeof reroute>[1]) => reroute(parts, kind, listening);
}

async function standBeforeIssuer(url: string, port: number): Promise<number> {
  const behind = await holdFreePort();
  await behind.release();
  await addProxy(url, formatProxyName({ kind: 'api', upstream: 'issuer' }), `127.0.0.1:${behind.number}`, port);
  return behind.number;
}

await runDesk({
  what: 'desk',
  read: () => readDeskConfig(undefined, PLATFORMS),
  counts: { ...EMBEDDED, jobs: 1 },
  engine: 'dev',
  stopLimitMs: 14_500,
  trial: {
    separateSimulators: true,
    layWays,
    ...(proxy === undefined ? {} : { standBeforeIssuer: (port: number) => standBeforeIssuer(proxy, port) }),
    ...(clocks === undefined || faketime === undefined
      ? {}
      : { more: (kind: Kind) => fakedEnv({ folder: clocks, library: faketime, kind }) }),
  },
});
