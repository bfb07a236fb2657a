import { DefaultLogger, type Logger, type LogLevel } from '@temporalio/worker';
import pino from 'pino';

const PINO_LEVEL = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
} as const satisfies Record<LogLevel, string>;

/** A worker for activities alone is what is meant by the enforcement process; the SDK warns of it at each start. */
const AS_MEANT = 'No workflows registered, not polling for workflow tasks';

/** JSON lines on stdout for everything the SDK, the workflows and the activities log. */
export function createLogger({ level, role }: { level: string; role: string }): Logger {
  const log = pino({ level, base: { process: `worker-${role}` } });
  return new DefaultLogger('TRACE', ({ level: severity, message, meta }) => {
    log[message === AS_MEANT ? 'debug' : PINO_LEVEL[severity]](meta ?? {}, message);
  });
}
