import { configOrExit, type DeskConfig } from '../config/env.js';
import { choosePort, createDesk, type Desk } from './desk.js';
import type { DeskFile } from './desk-file.js';
import { DEMO_PEOPLE } from './simulators/demo-people.js';
import { type HomeLock, lockHome, openHome, refuseOtherEngine } from './home.js';
import type { ProcessCounts } from './process-table.js';
import { createProgress } from './progress.js';
import { StartError } from './start-error.js';
import type { Trial } from './start-parts.js';

export interface RunDesk {
  what: string;
  read: () => DeskConfig;
  counts: ProcessCounts;
  engine: 'dev' | 'full';
  trial?: Trial;
  /** Ends the process if a stop takes longer than the children's own limits. */
  stopLimitMs: number;
  describeMore?: (desk: Desk, home: string) => string[];
}

/**
 * Runs a desk in this process until a signal stops it in order; the process exits with 0, or with 1 after a failure.
 */
export async function runDesk(given: RunDesk): Promise<void> {
  const progress = createProgress(process.stdout);
  let lock: HomeLock | undefined;
  let desk: Desk | undefined;
  let stopping = false;
  /** Ctrl-C arrives twice (from the terminal and from npm), so later signals are ignored. */
  const stop = async (exitCode: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    if (desk) progress.say('Stopping …');
    setTimeout(() => process.exit(exitCode), given.stopLimitMs).unref();
    await desk?.stop().catch((error: unknown) => progress.say(String(error)));
    lock?.release();
    if (desk) progress.say('Stopped.');
    process.exit(exitCode);
  };
  const fail = async (error: unknown): Promise<void> => {
    if (stopping) return;
    // A `StartError` is written for the user; anything else is a bug and keeps its stack.
    const text = error instanceof StartError ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(`${text}\n`);
    await stop(1);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // The start script handles these signals in the same process while it prepares; from here on they trigger an
    // orderly stop.
    process.removeAllListeners(signal);
    process.on(signal, () => void stop(0));
  }
  // stdout may go to a full disk; the desk then continues without output.
  process.stdout.on('error', () => undefined);
  process.on('uncaughtException', (error) => void fail(error));
  process.on('unhandledRejection', (error) => void fail(error));
  try {
    const config = configOrExit(given.read);
    const home = openHome(config.config.home);
    refuseOtherEngine(home, given.engine);
    lock = lockHome(home);
    const port = await choosePort(config.config);
    progress.say(`Starting the ${given.what} on ${home}`);
    const { counts, engine, trial } = given;
    desk = createDesk({ desk: config, home, port, progress, counts, engine, ...(trial ? { trial } : {}) });
    const file = await desk.start();
    progress.say(describe(file, { home, what: given.what, more: given.describeMore?.(desk, home) ?? [] }));
  } catch (error) {
    await fail(error);
  }
}

function describe(file: DeskFile, { home, what, more }: { home: string; what: string; more: string[] }): string {
  const { apis, console: consoleUrl, outbox, temporal, keys } = file;
  const rows = [
    ['Console', consoleUrl],
    ...apis.map((api) => ['API', `${api}/v1  (reference: ${api}/docs)`] as const),
    ['Outbox', outbox],
    temporal.ui === '' ? ['Temporal', temporal.address] : ['Temporal UI', temporal.ui],
    ['Home', home],
  ];
  const people = DEMO_PEOPLE.map(({ name }) => [name, `${name}@desk.example`, keys[name]] as const);
  return [
    '',
    `Notice Desk is ready${what === 'desk' ? '' : ` as a ${what}`}. Ctrl-C stops it.`,
    '',
    ...rows.map(([label = '', value]) => `  ${label.padEnd(12)} ${value}`),
    ...more,
    '',
    '  Demo people sign in to the console without a password. Their keys for API and CLI:',
    ...people.map(([name, mail, key]) => `    ${name.padEnd(10)} ${mail.padEnd(24)} ${key}`),
    '',
  ].join('\n');
}
