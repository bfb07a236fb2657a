import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeskConfig } from '../config/env.js';
import { commonEnv, computePublicUrl, type Parts } from './child-env.js';
import { restoredFrom } from './backup/restored-mark.js';
import { openChildLog } from './children/child-log.js';
import { writeExampleCompany } from './example-company.js';
import { writePeople } from './simulators/demo-people.js';
import { type DeskFile, removeDeskFile, writeDeskFile } from './desk-file.js';
import { spawnProgram } from './children/node-child.js';
import { followOneShot, type OneShot } from './children/one-shot.js';
import { holdFreePort, holdPort, type HeldPort } from './port.js';
import { listProcessNames } from './process-table.js';
import { programParts } from './program-parts.js';
import { type DeskSecrets, readOrMakeSecrets } from './secrets.js';
import { StartError } from './start-error.js';
import { createSupervisor } from './children/supervisor.js';
import { type Surroundings, type RunOnce, startParts, runToEnd, toUrl } from './start-parts.js';

export interface Desk {
  /** Resolves once everything is ready and `desk.json` is written. */
  start(): Promise<DeskFile>;
  pids(): Map<string, number>;
  /**
   * Safe at any time. Limited by the stop times of the children: below 15 s together, 4 s more if Temporal has its own
   * PostgreSQL.
   */
  stop(): Promise<void>;
}

export function createDesk(given: Surroundings): Desk {
  const { desk, home, progress } = given;
  const warn = (text: string) => progress.say(`  ! ${text}`);
  const supervisor = createSupervisor({ logFolder: join(home, 'logs'), warn });
  const oneShots: OneShot[] = [];
  const stopping = new AbortController();
  let started: Promise<DeskFile> | undefined;
  const runOnce: RunOnce = (name, program, env, args = []) => {
    const log = openChildLog(join(home, 'logs', `${name}.log`));
    const shot = followOneShot(spawnProgram(program, env, { args }), { log, warn: (text) => warn(`${name}: ${text}`) });
    oneShots.push(shot);
    if (stopping.signal.aborted) shot.kill();
    return { log, done: shot.done };
  };
  const start = async (): Promise<DeskFile> => {
    removeDeskFile(home);
    const secrets = readOrMakeSecrets(home);
    const { signal } = stopping;
    const parts = await startParts({ ...given, supervisor, secrets, runOnce, signal });
    const common = { ...commonEnv(desk, parts), DESK_HOME: home };
    writeExampleCompany(home);
    // With an external issuer, the organisation's own people sign in.
    writePeople(home, secrets.keys, { signIn: parts.issuerUrl !== undefined });
    await progress.step('registry: migrations and seed', () =>
      seed(runOnce, { ...common, DATABASE_URL: parts.databaseUrls.owner }, restoredFrom(home)),
    );
    const ports = await holdApiPorts(given);
    const apis = ports.map(({ number }) => ({ url: toUrl(desk.config.host, number), port: number }));
    const metricsPorts = await chooseMetricsPorts(given);
    await Promise.all(ports.map((held) => held.release()));
    const reach = (await given.trial?.layWays(parts)) ?? (() => parts);
    const programs = programParts({ ...given, secrets, parts, reach, apis, metricsPorts, more: given.trial?.more });
    await progress.step('workers, API, mail and watchdog', () => supervisor.start(programs.specs));
    const file = toDeskFile({
      apis: apis.map(({ url }) => url),
      desk,
      secrets,
      parts,
      inbound: `smtp://127.0.0.1:${programs.mailPort()}`,
      metricsPorts,
    });
    writeDeskFile(home, file);
    if (desk.config.demo) void loadDemo({ home, warn, runOnce, env: common, file, signal });
    return file;
  };
  return {
    start: () => (started ??= start()),
    pids: supervisor.pids,
    stop: async () => {
      stopping.abort();
      for (const shot of oneShots) shot.kill();
      await supervisor.stop();
      await started?.catch(() => undefined);
      removeDeskFile(home);
    },
  };
}

/** Holds the API's port before anything slow starts, because a port in use is the most common mistake. */
export async function choosePort({ host, port }: { host: string; port: number }): Promise<HeldPort> {
  if (port === 0) return holdFreePort({ host });
  const held = await holdPort(port, host);
  if (typeof held !== 'string') return held;
  throw new StartError(
    held === 'EADDRINUSE'
      ? `Port ${port} is taken. Set DESK_PORT to another port (0 = any free one).`
      : `Cannot listen on ${host} port ${port} (${held}). Check DESK_HOST and DESK_PORT.`,
  );
}

async function holdApiPorts({ desk: { config }, port, counts }: Surroundings): Promise<HeldPort[]> {
  const others: HeldPort[] = [];
  for (let at = 1; at < counts.api; at += 1)
    others.push(await holdFreePort({ host: config.host, preferred: config.port === 0 ? [] : [port.number + at] }));
  return [port, ...others];
}

const METRICS_PORT = 9464;

/** Ports that stay the same while they are free, because a monitoring server has to know them. */
async function chooseMetricsPorts({ desk: { config }, counts }: Surroundings): Promise<Map<string, number>> {
  const names = (['worker', 'enforcement', 'jobs'] as const).flatMap((kind) => listProcessNames(kind, counts));
  const held: HeldPort[] = [];
  for (const [at] of names.entries())
    held.push(await holdFreePort({ preferred: config.port === 0 ? [] : [METRICS_PORT + at] }));
  await Promise.all(held.map((one) => one.release()));
  return new Map(names.map((name, at) => [name, held[at]?.number ?? METRICS_PORT + at]));
}

async function seed(runOnce: RunOnce, env: Record<string, string | undefined>, restored?: string): Promise<void> {
  await runToEnd(runOnce, {
    name: 'seed',
    what: 'Migrating and seeding the registry',
    program: 'seed',
    env,
    args: restored === undefined ? [] : [`--restored-from=${restored}`],
  });
}

interface DemoLoading {
  home: string;
  warn: (text: string) => void;
  runOnce: RunOnce;
  env: Record<string, string | undefined>;
  file: DeskFile;
  signal: AbortSignal;
}

/** Loads the demo case in the background, once per home. A failure is only reported; the next start tries again. */
async function loadDemo({ home, warn, runOnce, env, file, signal }: DemoLoading): Promise<void> {
  const marker = join(home, 'demo-loaded');
  if (existsSync(marker)) return;
  const { log, done } = runOnce('demo', 'demo', { ...env, DESK_URL: file.api });
  const problem = await done;
  if (!problem) writeFileSync(marker, '', { mode: 0o600 });
  else if (!signal.aborted) warn(`the demo case is not loaded: it ${problem} (log: ${log.path})`);
}

interface DeskFileFacts {
  apis: readonly string[];
  desk: DeskConfig;
  secrets: DeskSecrets;
  parts: Parts;
  inbound: string;
  metricsPorts: ReadonlyMap<string, number>;
}

function toDeskFile({ apis, desk, secrets, parts, inbound, metricsPorts }: DeskFileFacts): DeskFile {
  const [api = ''] = apis;
  const metrics = [...metricsPorts.values()].map((port) => toUrl('127.0.0.1', port));
  return {
    pid: process.pid,
    api,
    apis,
    console: `${desk.config.stepUp ? computePublicUrl(desk.config, api) : api}/`,
    outbox: `${api}/outbox`,
    temporal: toTemporal(desk, parts),
    database: parts.databaseUrls.reader,
    smtp: parts.smtpUrl,
    inbound,
    metrics: [...apis, ...metrics].map((url) => `${url}/metrics`),
    platform: parts.platformUrl,
    platformToken: desk.secrets.platformToken ?? secrets.platformToken,
    keys: secrets.keys,
  };
}

function toTemporal({ config }: DeskConfig, { temporal }: Parts): DeskFile['temporal'] {
  const { address, ui, tlsFiles: tls } = temporal;
  return { address, namespace: config.temporalNamespace, ui, ...(tls === undefined ? {} : { tls }) };
}
