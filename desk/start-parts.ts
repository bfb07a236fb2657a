import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DeskConfig } from '../config/env.js';
import { writePrivateFile } from './atomic-file.js';
import { CLIENT_ID, computePublicUrl, type Parts } from './child-env.js';
import type { SimulatorsRequest, IssuerRequest } from './simulators/simulators-spec.js';
import { simulatorsPart, fullTemporalPart, postgresPart, STOP_WITHIN_MS } from './desk-parts.js';
import type { Program } from './children/node-child.js';
import { holdFreePort, type HeldPort } from './port.js';
import { connectionsFor, type ProcessCounts, type Kind } from './process-table.js';
import type { StartProgress } from './progress.js';
import type { DeskSecrets } from './secrets.js';
import { StartError } from './start-error.js';
import { formatLoginPasswords, loginUrls, oneLogin, type LoginUrls } from './postgres/login-urls.js';
import type { Supervisor } from './children/supervisor.js';
import { DATABASES } from './temporal/full-config.js';
import { temporalPart } from './temporal/temporal-part.js';

export interface Surroundings {
  desk: DeskConfig;
  home: string;
  /** Reserved for the API and released when it starts. */
  port: HeldPort;
  progress: StartProgress;
  counts: ProcessCounts;
  /** Temporal's dev server on a file (`dev`), or a full server on its own PostgreSQL (`full`). */
  engine: 'dev' | 'full';
  trial?: Trial;
}

/** Changes to a desk for a trial that takes away one part at a time. */
export interface Trial {
  separateSimulators: boolean;
  /** Chooses the addresses by which each kind of process reaches the parts; called once the parts are running. */
  layWays(parts: Parts): Promise<(kind: Kind) => Parts>;
  /**
   * Puts a proxy in front of the issuer at its public port; returns the port on which the issuer must listen instead.
   */
  standBeforeIssuer?(port: number): Promise<number>;
  more?(kind: Kind): Record<string, string>;
}

/** Runs a program once to its end; `done` resolves with undefined on success, otherwise with a description. */
export type RunOnce = (
  name: string,
  program: Program,
  env: Record<string, string | undefined>,
  args?: readonly string[],
) => { log: { path: string; tail(): string[] }; done: Promise<string | undefined> };

interface StartParts extends Surroundings {
  supervisor: Supervisor;
  secrets: DeskSecrets;
  runOnce: RunOnce;
  signal: AbortSignal;
}

/** Starts everything our own processes depend on: each embedded part, or the external one configured instead. */
export async function startParts(options: StartParts): Promise<Parts> {
  const { progress } = options;
  const databaseUrls = await progress.step('PostgreSQL', () => startDatabase(options));
  const temporal = await progress.step('Temporal server', () => startTemporal(options));
  const rest = await progress.step('mail catcher, issuer, platform and pager simulators', () =>
    startSimulators(options, databaseUrls.simulators),
  );
  return { databaseUrls, temporal, ...rest };
}

async function startDatabase(start: StartParts): Promise<LoginUrls> {
  const { desk, home, supervisor, secrets, runOnce, signal, counts } = start;
  if (desk.secrets.databaseUrl) return oneLogin(desk.secrets.databaseUrl);
  const { spec, url } = await postgresPart({
    home,
    password: secrets.databasePassword,
    maxConnections: connectionsFor(counts),
    signal,
  });
  await supervisor.start([spec]);
  // The only other process that gets the superuser's password; it exits immediately after.
  const passwords = join(home, 'login-passwords');
  writePrivateFile(passwords, formatLoginPasswords(secrets.loginPasswords));
  await runToEnd(runOnce, {
    name: 'roles',
    what: "Creating the registry's logins",
    program: 'roles',
    env: { DATABASE_URL: url },
    args: ['--passwords', passwords],
  }).finally(() => rmSync(passwords, { force: true }));
  return loginUrls(url, secrets.loginPasswords);
}

async function startTemporal(options: StartParts): Promise<Parts['temporal']> {
  const { temporalAddress, temporalUiUrl } = options.desk.config;
  if (temporalAddress) return { address: temporalAddress, ui: temporalUiUrl ?? '' };
  const { specs, ui, ...reached } = await (options.engine === 'dev' ? devTemporal(options) : fullTemporal(options));
  await options.supervisor.start(specs);
  return { ...reached, ui: temporalUiUrl ?? ui };
}

function devTemporal({ desk, home, port: held, progress, signal }: StartParts) {
  const { temporalCliPath, temporalNamespace, host, port } = desk.config;
  return temporalPart({
    home,
    cliPath: temporalCliPath,
    namespace: temporalNamespace,
    codecUrl: `${toUrl(host, held.number)}/v1/codec`,
    wellKnownPorts: port !== 0,
    stopWithinMs: STOP_WITHIN_MS.temporal,
    say: progress.say,
    signal,
  });
}

/** Temporal has a PostgreSQL of its own, so that access to its data gives no access to the registry, and vice versa. */
async function fullTemporal({ desk, home, supervisor, secrets, progress, signal }: StartParts) {
  const { temporalNamespace, port } = desk.config;
  const postgres = await postgresPart({
    home,
    folder: 'temporal-postgres',
    databases: DATABASES,
    password: secrets.temporalDatabasePassword,
    signal,
  });
  await supervisor.start([postgres.spec]);
  const full = await fullTemporalPart({
    home,
    namespace: temporalNamespace,
    databaseUrl: postgres.url,
    wellKnownPorts: port !== 0,
    say: progress.say,
    signal,
  });
  return { ...full, ui: '' };
}

/** An issuer at another port is a different issuer, so these ports are preferred while free. */
const ISSUER_PORTS = [8455, 8456, 8457];

async function issuerRequest({ desk, secrets, port, trial }: StartParts): Promise<IssuerRequest | undefined> {
  const { oidcIssuer, host } = desk.config;
  if (oidcIssuer) return undefined;
  const own = await holdFreePort({ preferred: desk.config.port === 0 ? [] : ISSUER_PORTS });
  await own.release();
  const behind = await trial?.standBeforeIssuer?.(own.number);
  return {
    ...(behind === undefined ? { port: own.number } : { port: behind, knownAs: own.number }),
    clientId: CLIENT_ID,
    redirectUri: `${computePublicUrl(desk.config, toUrl(host, port.number))}/auth/callback`,
    ...secrets.issuer,
  };
}

async function startSimulators(options: StartParts, databaseUrl: string) {
  const { desk, supervisor, secrets } = options;
  const outside = {
    smtpUrl: desk.secrets.smtpUrl,
    platformUrl: desk.config.platformUrl,
    pagerUrl: desk.config.pagerWebhookUrl,
  };
  const { smtpUrl, platformUrl, pagerUrl } = outside;
  const issuer = await issuerRequest(options);
  if (smtpUrl && platformUrl && pagerUrl && !issuer) return { smtpUrl, platformUrl, pagerUrl, issuerUrl: undefined };
  const env = {
    DATABASE_URL: databaseUrl,
    PLATFORM_TOKEN: secrets.platformToken,
    PLATFORM_WEBHOOK_SECRET: secrets.platformWebhookSecret,
    PAGER_WEBHOOK_SECRET: secrets.pagerWebhookSecret,
  };
  const start = async (wanted: SimulatorsRequest) => {
    const { spec, ports } = simulatorsPart(env, wanted);
    await supervisor.start([spec]);
    return ports();
  };
  const http = { port: 0 };
  const mail = smtpUrl ? {} : { mail: { port: 0 } };
  const signIn = issuer ? { issuer } : {};
  const all = options.trial?.separateSimulators === true ? undefined : await start({ http, ...mail, ...signIn });
  const mailPorts = all ?? (await start({ name: 'simulators-mail', http, ...mail }));
  const platform = all ?? (await start({ name: 'simulators-platform', http }));
  const pager = all ?? (await start({ name: 'simulators-pager', http }));
  const issuerPorts = all ?? (await start({ name: 'simulators-issuer', http, ...signIn }));
  return {
    smtpUrl: smtpUrl ?? `smtp://127.0.0.1:${mailPorts?.smtpPort}`,
    platformUrl: platformUrl ?? `http://127.0.0.1:${platform?.httpPort}`,
    pagerUrl: pagerUrl ?? `http://127.0.0.1:${pager?.httpPort}/_pager`,
    issuerUrl: issuer && `http://127.0.0.1:${issuer.knownAs ?? issuerPorts?.issuerPort}`,
  };
}

interface Step {
  name: string;
  what: string;
  program: Program;
  env: Record<string, string | undefined>;
  args?: readonly string[];
}

/** Runs a required step. Throws a `StartError` with the end of its log if it fails. */
export async function runToEnd(runOnce: RunOnce, { name, what, program, env, args = [] }: Step): Promise<void> {
  const { log, done } = runOnce(name, program, env, args);
  const problem = await done;
  if (!problem) return;
  const tail = log
    .tail()
    .slice(-14)
    .map((line) => `    ${line.slice(0, 400)}`);
  throw new StartError([`${what} ${problem}. The end of its log ${log.path}:`, ...tail].join('\n'));
}

/** Returns the URL by which this machine reaches `host`; a wildcard address becomes loopback. */
export function toUrl(host: string, port: number): string {
  if (host === '0.0.0.0' || host === '::') return `http://127.0.0.1:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
