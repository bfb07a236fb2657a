import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import pg from 'pg';
import { toConnectionTls } from '../../desk/temporal/server-tls.js';
import { createDeskClient, type DeskClient } from '../../sdk/http.js';
import { inTurn } from '../cluster/in-turn.js';
import { createVerdict, endOnSignals } from '../cluster/verdict.js';
import { checkAlerts, checkClocks, checkCommands, checkHistories, checkPlatform } from './checks.js';
import { prepareNotices } from './notices.js';
import { type BuiltRelease, buildOld, ownRelease } from './old-release.js';
import { readOptions, type UpgradeOptions } from './options.js';
import { endWorkers, promote, rollIn, startAll, untilEmpty } from './roll.js';
import { type RolledDesk, startRolledDesk } from './rolled-desk.js';
import { startTraffic, type Traffic } from './traffic.js';

const SETTLED_WITHIN_MS = 15 * 60_000;
/** Two runs of the reconciler. */
const COMPARED_AFTER_MS = 45_000;
const print = (line: string) => void process.stdout.write(`${line}\n`);
const { tick, wrong } = createVerdict(print);
const began = Date.now();
const say = (line: string) => void process.stderr.write(`  ${((Date.now() - began) / 1000).toFixed(0)} s  ${line}\n`);

let desk: RolledDesk | undefined;
let old: Awaited<ReturnType<typeof buildOld>> | undefined;
let ending: Promise<void> | undefined;

function end(keep: boolean): Promise<void> {
  ending ??= (async () => {
    // A failed stop must not prevent the clean-up.
    await desk?.stop().catch((error: unknown) => say(`stopping: ${String(error)}`));
    if (keep && desk !== undefined) print(`home kept: ${desk.home} (logs/)`);
    else desk?.discard();
    await old?.discard();
  })();
  return ending;
}

interface Rolling {
  running: RolledDesk;
  from: BuiltRelease;
  to: BuiltRelease;
  ops: DeskClient;
  admin: DeskClient;
}

async function rollThereAndBack({ running, from, to, ops, admin }: Rolling): Promise<void> {
  say('the new release is rolled in beside the old one');
  await rollIn(running, { from, to });
  const move = async (to_: BuiltRelease, from_: BuiltRelease, reason: string) => {
    say(`${to_.name} is promoted`);
    await promote({ requester: ops, confirmer: admin }, to_, reason);
    const seconds = await untilEmpty(ops, from_.build);
    tick({
      what: `no notice is on ${from_.name} any more`,
      seen: `${seconds.toFixed(0)} s after the promotion`,
      wrong: [],
    });
  };
  await move(to, from, 'Drill: the new release');
  await move(from, to, 'Drill: back to the old one');
  await move(to, from, 'Drill: and forward again');
  await endWorkers(running, from);
}

async function settle(sql: pg.Client): Promise<void> {
  const from = Date.now();
  for (;;) {
    const { rows } = await sql.query<{ left: string }>(
      `select count(*) as left from notice where stage in ('enforcement', 'reporting')`,
    );
    if (Number(rows[0]?.left) === 0) break;
    if (Date.now() - from > SETTLED_WITHIN_MS) throw new Error(`${rows[0]?.left} orders are still on their way.`);
    await sleep(1_000);
  }
  await sleep(COMPARED_AFTER_MS);
}

async function drill({ from, notices, order, engine }: UpgradeOptions): Promise<void> {
  say('the old release is built');
  const before = await buildOld(from);
  old = before;
  const own = ownRelease();
  print(`old: ${before.ref} (${before.build}); new: ${own.build}; engine: ${engine}`);
  const running = await startRolledDesk(engine);
  desk = running;
  const { apis, secrets } = running;
  await startAll(running, before);
  say(`${notices} notices are brought to every stage`);
  const prepared = await prepareNotices({ api: apis[0] ?? '', keys: secrets.keys, notices, order });
  const sql = new pg.Client({ connectionString: running.registry });
  // A server that ends reports it on an idle connection too; the next query throws it to its caller.
  sql.on('error', () => undefined);
  await sql.connect();
  const open = prepared.open.map(({ id }) => id);
  const rolledFrom = new Date();
  const traffic = startTraffic({ apis, keys: secrets.keys, notices: open });
  await Promise.all(prepared.lastApprovals.map((lastApproval) => lastApproval()));
  const deps = { fetch: inTurn(apis, () => undefined), sleep: (ms: number) => sleep(ms), nowMs: () => Date.now() };
  const ops = createDeskClient({ url: apis[0] ?? '', key: secrets.keys.ops }, deps);
  const admin = createDeskClient({ url: apis[0] ?? '', key: secrets.keys.admin }, deps);
  const rolling = { running, from: before, to: own, ops, admin };
  await rollThereAndBack(rolling);
  say('orders are carried out to their end');
  await settle(sql);
  await traffic.stop();
  await look(running, { sql, traffic, rolledFrom, notices: open.length + prepared.closed.length });
  await sql.end();
}

interface Looking {
  sql: pg.Client;
  traffic: Traffic;
  rolledFrom: Date;
  notices: number;
}

async function look(running: RolledDesk, { sql, traffic, rolledFrom, notices }: Looking): Promise<void> {
  tick({ what: 'notices', seen: `${notices}; ${await formatStages(sql)}`, wrong: [] });
  for (const item of await checkCommands(sql, traffic)) tick(item);
  const took = traffic.tookMs.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(took[Math.floor(took.length * share)] ?? 0);
  tick({
    what: 'commands were answered',
    seen: `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(0.9999)} ms`,
    wrong: [],
  });
  tick(await checkClocks(sql, rolledFrom));
  tick(await checkPlatform(sql));
  tick(await checkAlerts(sql));
  const connection = await Connection.connect({
    address: running.parts.temporal.address,
    ...toConnectionTls(running.parts.temporal.tls),
  });
  const client = new Client({ connection, namespace: running.namespace });
  for (const item of await checkHistories(running, client)) tick(item);
  await connection.close();
}

async function formatStages(sql: pg.Client): Promise<string> {
  const { rows } = await sql.query<{ stage: string; count: string }>(
    `select stage, count(*) from notice group by stage order by stage`,
  );
  return rows.map(({ stage, count }) => `${stage} ${count}`).join(', ');
}

endOnSignals(() => end(false));

const options = readOptions(process.argv.slice(2));
if (typeof options === 'string') {
  process.stderr.write(`${options}\n`);
  process.exit(2);
}
Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { forward: {}, filter: 'OFF' } } });
try {
  await drill(options);
} catch (error) {
  tick({ what: 'the drill came to its end', wrong: [error instanceof Error ? (error.stack ?? '') : String(error)] });
}
await end(options.keep || wrong() > 0);
print(wrong() === 0 ? 'The upgrade holds.' : `${wrong()} of these do not hold.`);
process.exit(wrong() === 0 ? 0 : 1);
