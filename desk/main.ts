import { configOrExit, readDeskConfig } from '../config/env.js';
import { choosePort, createDesk, type Desk } from './desk.js';
import type { DeskFile } from './desk-file.js';
import { DEMO_PEOPLE } from './doubles/demo-people.js';
import { type HomeLock, lockHome, openHome } from './home.js';
import { createProgress } from './progress.js';
import { StartError } from './start-error.js';

/** Should a stop ever hang beyond the children's own limits: 15 s is what is promised. */
const STOP_LIMIT_MS = 14_500;

process.title = 'notice-desk';
const progress = createProgress(process.stdout);
let lock: HomeLock | undefined;
let desk: Desk | undefined;
let stopping = false;

/** Ctrl-C arrives twice (from the terminal and from npm) and is one wish: later signals change nothing. */
async function stop(exitCode: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  if (desk) progress.say('Stopping …');
  setTimeout(() => process.exit(exitCode), STOP_LIMIT_MS).unref();
  await desk?.stop().catch((error: unknown) => progress.say(String(error)));
  lock?.release();
  if (desk) progress.say('Stopped.');
  process.exit(exitCode);
}

async function fail(error: unknown): Promise<void> {
  if (stopping) return;
  // A StartError is written for the reader; anything else is a bug and keeps its stack.
  const text = error instanceof StartError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
  await stop(1);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // scripts/start.mjs holds the signals while it prepares, in this same process; from here on they mean an orderly stop.
  process.removeAllListeners(signal);
  process.on(signal, () => void stop(0));
}
process.on('uncaughtException', (error) => void fail(error));
process.on('unhandledRejection', (error) => void fail(error));

function describe({ api, console: consoleUrl, outbox, temporal, keys }: DeskFile, home: string): string {
  const rows = [
    ['Console', consoleUrl],
    ['API', `${api}/v1  (reference: ${api}/docs)`],
    ['Outbox', outbox],
    ['Temporal UI', temporal.ui],
    ['Home', home],
  ];
  const people = DEMO_PEOPLE.map(({ name }) => [name, `${name}@desk.example`, keys[name]] as const);
  return [
    '',
    'Notice Desk is ready. Ctrl-C stops it.',
    '',
    ...rows.map(([label = '', value]) => `  ${label.padEnd(12)} ${value}`),
    '',
    '  Demo people sign in to the console without a password. Their keys for API and command line:',
    ...people.map(([name, mail, key]) => `    ${name.padEnd(10)} ${mail.padEnd(24)} ${key}`),
    '',
  ].join('\n');
}

try {
  const config = configOrExit(readDeskConfig);
  const home = openHome(config.config.home);
  lock = lockHome(home);
  const port = await choosePort(config.config);
  progress.say(`Starting the desk on ${home}`);
  desk = createDesk({ desk: config, home, port, progress });
  const file = await desk.start();
  progress.say(describe(file, home));
} catch (error) {
  await fail(error);
}
