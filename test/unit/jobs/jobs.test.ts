import { afterAll, describe, expect, test } from '@jest/globals';
import pino from 'pino';
import { apiJobs, backgroundJobs, commandJobs, startJobs } from '../../../jobs/jobs.js';
import { everywhere } from '../../../process/run-every.js';
import { openDatabase } from '../../../registry/db.js';
import { LEADER_LOCKS } from '../../../registry/ops/leader-locks.js';

const db = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/nothing' });
afterAll(() => db.destroy());

describe('startJobs', () => {
  test('names the job in each line, also where it fails', async () => {
    const lines: Record<string, unknown>[] = [];
    const logger = pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line)) });
    const failing = everywhere('failing', 60_000, () => Promise.reject(new Error('no connection')));
    const talking = everywhere('talking', 60_000, async (tools) => tools.logger.info('half done'));
    await startJobs([failing, talking], { db, logger }).stop();
    expect(lines.map(({ job, msg, err }) => ({ job, msg, err }))).toEqual([
      { job: 'talking', msg: 'half done', err: undefined },
      { job: 'failing', msg: 'job failed, retrying', err: expect.objectContaining({ message: 'no connection' }) },
    ]);
  });

  test('waits for a run no longer than its row says', async () => {
    const endless = { ...everywhere('endless', 60_000, () => new Promise(() => undefined)), stopWithinMs: 1 };
    await startJobs([endless], { db, logger: pino({ level: 'silent' }) }).stop();
  });
});

describe('table of jobs', () => {
  const sources = { db, now: () => new Date(), reconcileEveryMs: 1_000 };
  const rows = [
    ...backgroundJobs(sources as Parameters<typeof backgroundJobs>[0]),
    ...commandJobs({ db, accepted: new Set() }),
    ...apiJobs(sources as Parameters<typeof apiJobs>[0], { canary: null, witnesses: [] }),
  ];

  test('has each name once', () => {
    const names = rows.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(['canary', 'keys', 'retention', 'audit_checkpoint']));
  });

  test('uses each leader lock for the job of its name', () => {
    const locked = rows.filter(({ lock }) => lock !== null);
    expect(locked.map(({ lock }) => lock)).toEqual(locked.map(({ name }) => name));
    expect(locked.map(({ name }) => name).sort()).toEqual(Object.keys(LEADER_LOCKS).sort());
  });
});
