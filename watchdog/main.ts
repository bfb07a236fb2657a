import pino from 'pino';
import { configOrExit, readWatchdogConfig } from '../config/env.js';
import { openDatabase } from '../registry/db.js';
import { createDeadMan } from './dead-man.js';
import { createWatch } from './check.js';
import { createPageRoute } from './page-route.js';
import { createRegistrySilence } from './registry-silence.js';
import { walkRounds } from './loop.js';

/** A second watchdog shares the heartbeat row and the pages. */
const NAME = 'watchdog';
const MAX_CONNECTIONS = 2;

async function main(): Promise<void> {
  const config = configOrExit(() => readWatchdogConfig());
  process.title = 'notice-desk-watchdog';
  exitImmediately();
  const logger = pino({ level: config.logLevel, base: { process: 'watchdog' } });
  const route = config.pager === undefined ? null : createPageRoute(config.pager);
  await walkRounds({
    open: () => openDatabase({ url: config.databaseUrl, maxConnections: MAX_CONNECTIONS }),
    watch: createWatch({ name: NAME, route, logger }),
    silence: createRegistrySilence({ route, logger }),
    deadMan: createDeadMan({ url: config.pingUrl, logger }),
    logger,
    onReady: () => process.send?.({ type: 'ready' }),
    signal: new AbortController().signal, // runs until the process is killed
  });
}

/**
 * Exits immediately: unsent pages are stored and sent after the next start. Ctrl-C is handled by the supervisor; when
 * its channel closes the process ends.
 */
function exitImmediately(): void {
  const end = () => process.exit(0);
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', end);
  process.on('disconnect', end);
}

main().catch((error: unknown) => {
  process.stderr.write(
    `The watchdog has stopped: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
});
