import { describe, expect, test } from '@jest/globals';
import pino from 'pino';
import { runEvery } from '../../../process/run-every.js';

describe('runEvery', () => {
  test('logs the name of a job that fails, and runs it again', async () => {
    const lines: Record<string, unknown>[] = [];
    const logger = pino({ level: 'warn' }, { write: (line) => void lines.push(JSON.parse(line)) });
    let runs = 0;
    const twice = new Promise<void>((resolve) => {
      const job = runEvery(
        'outbox',
        async () => {
          runs += 1;
          if (runs === 1) throw new Error('no connection');
          void job.stop();
          resolve();
        },
        logger,
        1,
      );
    });
    await twice;
    expect(lines).toMatchObject([{ job: 'outbox', msg: 'job failed, retrying', err: { message: 'no connection' } }]);
  });
});
