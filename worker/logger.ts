import { DefaultLogger, type Logger, type LogLevel } from '@temporalio/worker';
import pino from 'pino';

const PINO_LEVEL = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
} as const satisfies Record<LogLevel, string>;

/** JSON lines on stdout for everything the SDK, the workflows and the activities log. */
export function createLogger({ level, role }: { level: string; role: string }): Logger {
  const log = pino({ level, base: { process: `worker-${role}` } });
  return new DefaultLogger('TRACE', ({ level: severity, message, meta }) => {
    log[PINO_LEVEL[severity]](meta ?? {}, message);
  });
}
