import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { inheritedEnv, machineEnv } from '../../config/env.js';
import { openChildLog } from '../../desk/children/child-log.js';
import { type DemoName, writePeople } from '../../desk/simulators/demo-people.js';
import type { DeskFile } from '../../desk/desk-file.js';
import { apiPart, postgresPart, STOP_WITHIN_MS } from '../../desk/desk-parts.js';
import { openHome } from '../../desk/home.js';
import { spawnProgram } from '../../desk/children/node-child.js';
import { followOneShot } from '../../desk/children/one-shot.js';
import { holdFreePort } from '../../desk/port.js';
import { readOrMakeSecrets, type DeskSecrets } from '../../desk/secrets.js';
import { temporalPart, type TemporalPart } from '../../desk/temporal/temporal-part.js';
import { createSupervisor, type Supervisor } from '../../desk/children/supervisor.js';
import { atEnd } from './clean-up.js';
import type { BenchServer } from './temporal.js';

export interface BenchDesk {
  home: string;
  api: string;
  database: string;
  platform: string;
  platformToken: string;
  platformWebhookSecret: string;
  temporal: BenchServer;
  payloadKey: string;
  keys: Record<DemoName, string>;
}

type Say = (text: string) => void;
const READY_MS = 120_000;
const NAMESPACE = 'default';

export async function startWholeDesk(say: Say, env: Record<string, string> = {}): Promise<BenchDesk> {
  const home = makeHome();
  say('  starting the whole desk …');
  const log = openSync(join(home, 'desk.log'), 'a');
  const child = spawn(process.execPath, [fileURLToPath(new URL('../../desk/main.js', import.meta.url))], {
    env: {
      ...inheritedEnv(),
      ...cliPath(),
      DESK_HOME: home,
      DESK_PORT: '0',
      DESK_DEMO: 'off',
      DESK_RATE_LIMIT: 'off',
      ...env,
    },
    stdio: ['ignore', log, log],
    detached: true, // Ctrl-C then reaches only the benchmarks, and they end the desk
  });
  atEnd(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
  const path = join(home, 'desk.json');
  const giveUpAt = Date.now() + READY_MS;
  while (!existsSync(path)) {
    if (child.exitCode !== null || Date.now() > giveUpAt) {
      throw new Error(`The desk did not start:\n${readFileSync(join(home, 'desk.log'), 'utf8').slice(-2000)}`);
    }
    await sleep(50);
  }
  const { api, database, platform, platformToken, temporal, keys } = JSON.parse(readFileSync(path, 'utf8')) as DeskFile;
  const { platformWebhookSecret, payloadKey, databasePassword } = readOrMakeSecrets(home);
  return {
    home,
    api,
    database: asFirstUser(database, databasePassword),
    platform,
    platformToken,
    platformWebhookSecret,
    temporal,
    payloadKey,
    keys,
  };
}

function asFirstUser(database: string, password: string): string {
  const url = new URL(database);
  url.username = 'desk';
  url.password = password;
  return url.href;
}

/**
 * Starts only PostgreSQL, Temporal and the API: all that intake needs. No worker polls, so that only intake is
 * measured.
 */
export async function startIntakeDesk(say: Say): Promise<BenchDesk> {
  const home = openHome(makeHome());
  say('  starting PostgreSQL, Temporal and the API …');
  const supervisor = createSupervisor({ logFolder: join(home, 'logs'), warn: say });
  atEnd(() => supervisor.stop());
  const secrets = readOrMakeSecrets(home);
  const { signal } = new AbortController();
  const postgres = await postgresPart({ home, password: secrets.databasePassword, signal });
  const temporal = await temporalPart({
    home,
    cliPath: cliPath().TEMPORAL_CLI_PATH,
    namespace: NAMESPACE,
    codecUrl: 'http://127.0.0.1:9/v1/codec',
    wellKnownPorts: false,
    stopWithinMs: STOP_WITHIN_MS.temporal,
    say,
    signal,
  });
  await supervisor.start([postgres.spec, ...temporal.specs]);
  const port = await holdFreePort();
  const env = {
    ...toApiEnv({ secrets, databaseUrl: postgres.url, temporal }),
    DESK_HOME: home,
    DESK_PORT: String(port.number),
  };
  await port.release();
  const api = await startApi({ supervisor, home, env, secrets });
  return {
    home,
    api,
    database: postgres.url,
    platform: env.PLATFORM_URL,
    platformToken: secrets.platformToken,
    platformWebhookSecret: secrets.platformWebhookSecret,
    temporal: {
      address: temporal.address,
      namespace: NAMESPACE,
      ...(temporal.tlsFiles ? { tls: temporal.tlsFiles } : {}),
    },
    payloadKey: secrets.payloadKey,
    keys: secrets.keys,
  };
}

interface StartApi {
  supervisor: Supervisor;
  home: string;
  env: ReturnType<typeof toApiEnv> & { DESK_PORT: string };
  secrets: DeskSecrets;
}

async function startApi({ supervisor, home, env, secrets }: StartApi): Promise<string> {
  writePeople(home, secrets.keys, { signIn: true });
  const seed = spawnProgram('seed', env);
  const problem = await followOneShot(seed, {
    log: openChildLog(join(home, 'logs', 'seed.log')),
    warn: () => undefined,
  }).done;
  if (problem !== undefined) throw new Error(`Seeding the registry ${problem}.`);
  const api = `http://127.0.0.1:${env.DESK_PORT}`;
  await supervisor.start([apiPart('api', api, env)]);
  return api;
}

function toApiEnv({
  secrets,
  databaseUrl,
  temporal,
}: {
  secrets: DeskSecrets;
  databaseUrl: string;
  temporal: TemporalPart;
}) {
  return {
    DESK_EMBEDDED: '1',
    DESK_HOST: '127.0.0.1',
    DESK_RATE_LIMIT: 'off',
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_TLS_CA: temporal.tls?.tlsCa,
    TEMPORAL_TLS_CERT: temporal.tls?.tlsCert,
    TEMPORAL_TLS_KEY: temporal.tls?.tlsKey,
    TEMPORAL_NAMESPACE: NAMESPACE,
    // Nothing is sent or enforced here: port 9 is the discard port.
    SMTP_URL: 'smtp://127.0.0.1:9',
    PLATFORM_URL: 'http://127.0.0.1:9',
    PLATFORM_TOKEN: secrets.platformToken,
    PAYLOAD_KEY: secrets.payloadKey,
    APPROVAL_SIGNING_KEY: secrets.approvalKey.privateKey,
    AUDIT_SIGNING_KEY: secrets.auditKey.privateKey,
  };
}

function makeHome(): string {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'desk-bench-')));
  atEnd(async () => rmSync(home, { recursive: true, force: true }));
  return home;
}

function cliPath(): { TEMPORAL_CLI_PATH?: string } {
  const path = machineEnv()['TEMPORAL_CLI_PATH'];
  return path ? { TEMPORAL_CLI_PATH: path } : {};
}
