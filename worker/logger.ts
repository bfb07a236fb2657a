import { DefaultLogger, type Logger, type LogLevel } from '@temporalio/worker';
import pino from 'pino';

const PINO_LEVEL = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
} as const satisfies Record<LogLevel, string>;

/** The enforcement process runs activities only, on purpose; the SDK warns about it at each start. */
const AS_MEANT = 'No workflows registered, not polling for workflow tasks';

export function createLogger({ level, role }: { level: string; role: string }): Logger {
  const log = pino({ level, base: { process: `worker-${role}` } });
  return new DefaultLogger('TRACE', ({ level: severity, message, meta }) => {
    log[message === AS_MEANT ? 'debug' : PINO_LEVEL[severity]](meta ?? {}, message);
  });
}
