import { parseArgs } from 'node:util';
import { Connection } from '@temporalio/client';
import { startCluster, type Cluster } from '../../bench/cluster/throw-away.js';
import { CLUSTER, getProcessKind, listProcessNames } from '../../desk/process-table.js';
import { readClientTls, toConnectionTls } from '../../desk/temporal/server-tls.js';
import { verifyAuditLog } from './audit-log.js';
import type { ChecklistItem } from './checklist.js';
import { playFebruary, type Stage } from './february.js';
import { inTurn } from './in-turn.js';
import { createKiller, type Killer } from './kills.js';
import { checkLeftovers } from './left-behind.js';
import { killLeader, sendTwice } from './two-at-once.js';
import { createVerdict, endOnSignals } from './verdict.js';

const BACK_WITHIN_MS = 60_000;
const print = (line: string) => void process.stdout.write(`${line}\n`);
const { tick, wrong } = createVerdict(print);
const say = (line: string) => void process.stderr.write(`  ${line}\n`);

let cluster: Cluster | undefined;
let ending: Promise<void> | undefined;

function end(keep: boolean): Promise<void> {
  ending ??= (async () => {
    await cluster?.stop();
    if (keep && cluster !== undefined) print(`home kept: ${cluster.home} (logs/)`);
    else cluster?.discard();
  })();
  return ending;
}

/** Whether to keep the home; null: invalid arguments. */
function readKeep(args: string[]): boolean | null {
  try {
    return parseArgs({ args, options: { keep: { type: 'boolean' } } }).values.keep ?? false;
  } catch {
    return null;
  }
}

async function allBack({ killed, left }: Killer, { pids }: Cluster): Promise<ChecklistItem> {
  const isAway = () => killed.filter(({ name, pid }) => (pids().get(name) ?? pid) === pid);
  const giveUpAt = Date.now() + BACK_WITHIN_MS;
  while (isAway().length > 0 && Date.now() < giveUpAt) await new Promise((resolve) => setTimeout(resolve, 200));
  return {
    what: 'each was killed once while the case ran, and is back',
    seen: [...new Set(killed.map(({ name }) => getProcessKind(name)))].join(', '),
    wrong: [
      ...isAway().map(({ name }) => `${name} is not back`),
      ...left().map(({ victim }) => `${victim} was not killed: its moment did not come`),
    ],
  };
}

async function check(): Promise<void> {
  const running = await startCluster(CLUSTER);
  cluster = running;
  const { file, home, pids } = running;
  tick({ what: 'the cluster is up', seen: [...pids().keys()].join(', '), wrong: [] });
  const names = new Map(file.apis.map((api, at) => [api, listProcessNames('api', CLUSTER)[at] ?? '']));
  const killer = createKiller({ pids, apiOf: (address) => names.get(address) ?? '' });
  const stage: Stage = { home, file, say, fetch: inTurn(file.apis, killer.saw) };
  const notices = await playFebruary(stage);
  tick({ what: 'the case of February 2021 went its whole way', wrong: [] });
  tick(await allBack(killer, running));
  for (const { name, during } of killer.killed) print(`      SIGKILL ${name} during ${during}`);
  const { address, tls } = file.temporal;
  const engine = await Connection.connect({ address, ...toConnectionTls(tls && readClientTls(tls)) });
  for (const item of await checkLeftovers(stage, notices, engine)) tick(item);
  await engine.close();
  for (const item of await sendTwice(running)) tick(item);
  tick(await killLeader(running));
  tick(await verifyAuditLog(home));
}

endOnSignals(() => end(false));

const keep = readKeep(process.argv.slice(2));
if (keep === null) {
  process.stderr.write(
    'Usage: npm run cluster -- --check [--keep]\n  --keep  keep the home, with the logs, also where everything holds\n',
  );
  process.exit(2);
}
try {
  await check();
} catch (error) {
  tick({ what: 'the check came to its end', wrong: [error instanceof Error ? (error.stack ?? '') : String(error)] });
}
await end(keep || wrong() > 0);
print(wrong() === 0 ? 'The cluster holds.' : `${wrong()} of these do not hold.`);
process.exit(wrong() === 0 ? 0 : 1);
