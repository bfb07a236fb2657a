import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeskConfig } from '../config/env.js';
import {
  CLIENT_ID,
  commonEnv,
  inboundEnv,
  platformEnv,
  publicUrlOf,
  signInEnv,
  subscriberEnv,
  statementsEnv,
  letterKeyEnv,
  portalEnv,
  signingEnv,
  stepUpEnv,
  temporalEnv,
  watchdogEnv,
  type Parts,
} from './child-env.js';
import { restoredFrom } from './backup/restored-mark.js';
import { openChildLog } from './children/child-log.js';
import { toSeedPeople } from './doubles/demo-people.js';
import { type DeskFile, removeDeskFile, writeDeskFile } from './desk-file.js';
import type { IssuerRequest } from './doubles/doubles-spec.js';
import {
  apiPart,
  doublesPart,
  inboundPart,
  postgresPart,
  temporalPart,
  watchdogPart,
  workerPart,
} from './desk-parts.js';
import { type Program, spawnProgram } from './children/node-child.js';
import { followOneShot, type OneShot } from './children/one-shot.js';
import { holdFreePort, holdPort, type HeldPort } from './port.js';
import type { Progress } from './progress.js';
import { type DeskSecrets, readOrMakeSecrets } from './secrets.js';
import { StartError } from './start-error.js';
import { loginPasswordEnv, loginUrls, oneLogin, type LoginUrls } from './postgres/login-urls.js';
import { createSupervisor, type Supervisor } from './children/supervisor.js';

export interface Desk {
  /** Resolves once everything is ready and desk.json is written. */
  start(): Promise<DeskFile>;
  /** Safe at any moment. Bounded by the children's own times to end, below 15 s together. */
  stop(): Promise<void>;
}

interface Surroundings {
  desk: DeskConfig;
  /** The locked home, as a real path. */
  home: string;
  /** Where the API is to listen; let go of when it starts. */
  port: HeldPort;
  progress: Progress;
}

/** The embedded desk on one home: ordered start, orderly stop. */
export function createDesk({ desk, home, port, progress }: Surroundings): Desk {
  const warn = (text: string) => progress.say(`  ! ${text}`);
  const supervisor = createSupervisor({ logFolder: join(home, 'logs'), warn });
  const oneShots: OneShot[] = [];
  const stopping = new AbortController();
  let started: Promise<DeskFile> | undefined;
  const runOnce = (name: string, program: Program, env: Record<string, string | undefined>) => {
    const log = openChildLog(join(home, 'logs', `${name}.log`));
    const shot = followOneShot(spawnProgram(program, env), { log, warn: (text) => warn(`${name}: ${text}`) });
    oneShots.push(shot);
    if (stopping.signal.aborted) shot.kill();
    return { log, done: shot.done };
  };
  const start = async (): Promise<DeskFile> => {
    removeDeskFile(home);
    const secrets = readOrMakeSecrets(home);
    const { signal } = stopping;
    const parts = await startParts({ desk, home, port, progress, supervisor, secrets, runOnce, signal });
    const { owner, api: apiUrl, worker, enforcement } = parts.databaseUrls;
    const common = { ...commonEnv(desk, secrets, parts), DESK_PORT: String(port.number), DESK_HOME: home };
    const env = { ...common, ...temporalEnv(desk, secrets) };
    const api = toUrl(desk.config.host, port.number);
    // Each process has its own half and no other has either.
    const enforcementEnv = {
      ...env,
      ...platformEnv(desk, secrets, parts),
      ...stepUpEnv(desk, api),
      APPROVAL_PUBLIC_KEYS: secrets.approvalKey.publicKey,
    };
    const letters = letterKeyEnv(desk, secrets);
    const apiEnv = { ...env, ...signingEnv(secrets), ...portalEnv(desk), ...letters, DATABASE_URL: apiUrl };
    await progress.step('registry: migrations and seed', () =>
      seed(runOnce, { ...common, DATABASE_URL: owner, DESK_RESTORED_FROM: restoredFrom(home) }, secrets),
    );
    await port.release();
    const inbound = inboundPart(inboundEnv(desk, common, parts));
    await progress.step('workers, API, mail and watchdog', () =>
      supervisor.start([
        workerPart('notice', { ...env, ...letters, DATABASE_URL: worker }),
        workerPart('enforcement', { ...enforcementEnv, DATABASE_URL: enforcement }),
        apiPart(api, { ...apiEnv, ...signInEnv(desk, { api, parts }), ...subscriberEnv(desk), ...statementsEnv(desk) }),
        inbound.spec,
        watchdogPart(watchdogEnv(desk, common, parts)),
      ]),
    );
    const file = toDeskFile({ api, desk, secrets, parts, inbound: `smtp://127.0.0.1:${inbound.port()}` });
    writeDeskFile(home, file);
    if (desk.config.demo) void loadDemo({ home, warn, runOnce, env: common, file, signal });
    return file;
  };
  return {
    start: () => (started ??= start()),
    stop: async () => {
      stopping.abort();
      for (const shot of oneShots) shot.kill();
      await supervisor.stop();
      await started?.catch(() => undefined);
      removeDeskFile(home);
    },
  };
}

/** How this machine reaches what listens on `host`. */
function toUrl(host: string, port: number): string {
  if (host === '0.0.0.0' || host === '::') return `http://127.0.0.1:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

type RunOnce = (
  name: string,
  program: Program,
  env: Record<string, string | undefined>,
) => { log: { path: string; tail(): string[] }; done: Promise<string | undefined> };

/** The port the API is to have. Taken before anything slow starts: one that is not free is the commonest mistake. */
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

interface StartParts extends Surroundings {
  supervisor: Supervisor;
  secrets: DeskSecrets;
  runOnce: RunOnce;
  signal: AbortSignal;
}

/** Everything below our own processes: each embedded part, or the outside one that was named instead. */
async function startParts(options: StartParts): Promise<Parts> {
  const { progress } = options;
  const databaseUrls = await progress.step('PostgreSQL', () => startDatabase(options));
  const temporal = await progress.step('Temporal server', () => startTemporal(options));
  const rest = await progress.step('mail catcher, issuer, platform and pager doubles', () =>
    startDoubles(options, databaseUrls.doubles),
  );
  return { databaseUrls, temporal, ...rest };
}

async function startDatabase({ desk, home, supervisor, secrets, runOnce, signal }: StartParts): Promise<LoginUrls> {
  if (desk.secrets.databaseUrl) return oneLogin(desk.secrets.databaseUrl);
  const { spec, url } = await postgresPart({ home, password: secrets.databasePassword, signal });
  await supervisor.start([spec]);
  // The one process beside us that is told of the server's first user, and it ends at once.
  const env = { DATABASE_URL: url, ...loginPasswordEnv(secrets.loginPasswords) };
  await runToEnd(runOnce, {
    name: 'roles',
    what: "Making the registry's logins",
    program: 'roles',
    env,
  });
  return loginUrls(url, secrets.loginPasswords);
}

async function startTemporal({
  desk,
  home,
  port: held,
  supervisor,
  progress,
  signal,
}: StartParts): Promise<{ address: string; ui: string }> {
  const { temporalAddress, temporalCliPath, temporalNamespace, temporalUiUrl, host, port } = desk.config;
  if (temporalAddress) return { address: temporalAddress, ui: temporalUiUrl ?? '' };
  const { spec, address, ui } = await temporalPart({
    home,
    cliPath: temporalCliPath,
    namespace: temporalNamespace,
    codecUrl: `${toUrl(host, held.number)}/v1/codec`,
    wellKnownPorts: port !== 0,
    say: progress.say,
    signal,
  });
  await supervisor.start([spec]);
  return { address, ui: temporalUiUrl ?? ui };
}

/** An issuer that moves is another issuer: this port as long as it is free. */
const ISSUER_PORTS = [8455, 8456, 8457];

/** The embedded issuer, unless the desk is given one. */
async function issuerRequest({ desk, secrets, port }: StartParts): Promise<IssuerRequest | undefined> {
  const { oidcIssuer, host } = desk.config;
  if (oidcIssuer) return undefined;
  const own = await holdFreePort({ preferred: desk.config.port === 0 ? [] : ISSUER_PORTS });
  await own.release();
  return {
    port: own.number,
    clientId: CLIENT_ID,
    redirectUri: `${publicUrlOf(desk.config, toUrl(host, port.number))}/auth/callback`,
    ...secrets.issuer,
  };
}

async function startDoubles(options: StartParts, databaseUrl: string) {
  const { desk, supervisor, secrets } = options;
  const outside = {
    smtpUrl: desk.secrets.smtpUrl,
    platformUrl: desk.config.platformUrl ?? desk.config.ozone.urls?.get('*'),
    pagerUrl: desk.config.pagerWebhookUrl,
  };
  const { smtpUrl, platformUrl, pagerUrl } = outside;
  const issuer = await issuerRequest(options);
  if (smtpUrl && platformUrl && pagerUrl && !issuer) return { smtpUrl, platformUrl, pagerUrl, issuerUrl: undefined };
  const { spec, ports } = doublesPart(
    {
      DATABASE_URL: databaseUrl,
      PLATFORM_TOKEN: secrets.platformToken,
      PLATFORM_WEBHOOK_SECRET: secrets.platformWebhookSecret,
      PAGER_WEBHOOK_SECRET: secrets.pagerWebhookSecret,
    },
    { http: { port: 0 }, ...(smtpUrl ? {} : { mail: { port: 0 } }), ...(issuer ? { issuer } : {}) },
  );
  await supervisor.start([spec]);
  const http = `http://127.0.0.1:${ports()?.httpPort}`;
  return {
    smtpUrl: smtpUrl ?? `smtp://127.0.0.1:${ports()?.smtpPort}`,
    platformUrl: platformUrl ?? http,
    pagerUrl: pagerUrl ?? `${http}/_pager`,
    issuerUrl: issuer && `http://127.0.0.1:${ports()?.issuerPort}`,
  };
}

async function seed(runOnce: RunOnce, env: Record<string, string | undefined>, secrets: DeskSecrets): Promise<void> {
  const DESK_DEMO_PEOPLE = JSON.stringify(toSeedPeople(secrets.keys));
  await runToEnd(runOnce, {
    name: 'seed',
    what: 'Migrating and seeding the registry',
    program: 'seed',
    env: { ...env, DESK_DEMO_PEOPLE },
  });
}

interface Step {
  name: string;
  /** What it does, as the beginning of a sentence. */
  what: string;
  program: Program;
  env: Record<string, string | undefined>;
}

/** Runs a step without which there is no desk; where it fails, the end of its log says why. */
async function runToEnd(runOnce: RunOnce, { name, what, program, env }: Step): Promise<void> {
  const { log, done } = runOnce(name, program, env);
  const problem = await done;
  if (!problem) return;
  const tail = log
    .tail()
    .slice(-14)
    .map((line) => `    ${line.slice(0, 400)}`);
  throw new StartError([`${what} ${problem}. Its log, ${log.path}, ends:`, ...tail].join('\n'));
}

interface DemoLoading {
  home: string;
  warn: (text: string) => void;
  runOnce: RunOnce;
  env: Record<string, string | undefined>;
  file: DeskFile;
  signal: AbortSignal;
}

/** Loads the demo case in the background, once a home. It is a nicety: a failure is told and tried again next time. */
async function loadDemo({ home, warn, runOnce, env, file, signal }: DemoLoading): Promise<void> {
  const marker = join(home, 'demo-loaded');
  if (existsSync(marker)) return;
  const { log, done } = runOnce('demo', 'demo', { ...env, DESK_URL: file.api });
  const problem = await done;
  if (!problem) writeFileSync(marker, '', { mode: 0o600 });
  else if (!signal.aborted) warn(`the demo case is not loaded: it ${problem} (log: ${log.path})`);
}

interface DeskFileFacts {
  api: string;
  desk: DeskConfig;
  secrets: DeskSecrets;
  parts: Parts;
  inbound: string;
}

function toDeskFile({ api, desk, secrets, parts, inbound }: DeskFileFacts): DeskFile {
  return {
    pid: process.pid,
    api,
    console: `${desk.config.stepUp ? publicUrlOf(desk.config, api) : api}/`,
    outbox: `${api}/outbox`,
    temporal: { address: parts.temporal.address, namespace: desk.config.temporalNamespace, ui: parts.temporal.ui },
    database: parts.databaseUrls.reader,
    smtp: parts.smtpUrl,
    inbound,
    platform: parts.platformUrl,
    platformToken: desk.secrets.platformToken ?? secrets.platformToken,
    keys: secrets.keys,
  };
}
