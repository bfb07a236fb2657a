import { describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDeskConfig } from '../../../config/env.js';
import { readClusterConfig } from '../../../desk/cluster/cluster.js';
import { readCounts } from '../../../desk/cluster/options.js';
import {
  CLUSTER,
  connectionsFor,
  EMBEDDED,
  PROCESS_KINDS,
  getProcessKind,
  named,
  listProcessNames,
} from '../../../desk/process-table.js';
import { kindEnvs } from '../../../desk/program-parts.js';
import { readOrMakeSecrets } from '../../../desk/secrets.js';
import { LOCAL_PARTS } from '../../support/local-parts.js';

describe('process table', () => {
  test('names a single process by its kind, and numbers several', () => {
    expect(listProcessNames('api', EMBEDDED)).toEqual(['api']);
    expect(listProcessNames('jobs', EMBEDDED)).toEqual([]);
    expect(listProcessNames('worker', CLUSTER)).toEqual(['worker-1', 'worker-2']);
  });

  test('knows the kind of each name it gives', () => {
    for (const kind of PROCESS_KINDS)
      expect(listProcessNames(kind, CLUSTER).map(getProcessKind)).toEqual(
        listProcessNames(kind, CLUSTER).map(() => kind),
      );
    expect(getProcessKind('temporal-postgres')).toBe('temporal-postgres');
  });

  test('gives the registry as many connections as all processes may open, at least 200', () => {
    expect(connectionsFor({ ...EMBEDDED, enforcement: 0, worker: 0 })).toBe(200);
    expect(connectionsFor(CLUSTER)).toBe(2 * 56 + 6 * 40 + 6 + 4 + 40);
    expect(connectionsFor({ ...CLUSTER, worker: 4 }) - connectionsFor(CLUSTER)).toBe(80);
  });

  test('names each database connection after its process, unless the URL does so itself', () => {
    expect(named('postgres://a:b@127.0.0.1:1/c', 'api-2')).toBe(
      'postgres://a:b@127.0.0.1:1/c?application_name=notice-desk-api-2',
    );
    const own = 'postgres://a:b@127.0.0.1:1/c?application_name=mine';
    expect(named(own, 'api-2')).toBe(own);
  });
});

describe('environment of the processes', () => {
  const home = mkdtempSync(join(tmpdir(), 'desk-table-'));
  const secrets = readOrMakeSecrets(home);
  rmSync(home, { recursive: true });
  const LETTER_SIGNER = new URL(import.meta.url).pathname;
  const DESK_RETENTION = 'letters=P10Y,people=keep';
  const WEBHOOK_SECRET = `whsec_${'a'.repeat(32)}`;
  const desk = readDeskConfig({
    WEBHOOK_URL: 'http://127.0.0.1:9/hook',
    WEBHOOK_SECRET,
    DESK_RETENTION,
    LETTER_SIGNER,
  });
  const apis = [{ url: 'http://127.0.0.1:8080', port: 8080 }];
  const envsFor = (counts: typeof CLUSTER) => kindEnvs({ desk, secrets, parts: LOCAL_PARTS, home, counts, apis });

  test('runs the jobs in the API where no job process exists', () => {
    expect(envsFor(EMBEDDED).api['DESK_JOBS']).toBe('on');
    expect(envsFor(CLUSTER).api['DESK_JOBS']).toBe('off');
  });

  test('passes policies on as they were given', () => {
    expect(envsFor(CLUSTER).worker).toMatchObject({ DESK_RETENTION });
  });

  test('gives the job process the webhook subscriber', () => {
    expect(envsFor(CLUSTER).jobs).toMatchObject({ WEBHOOK_URL: 'http://127.0.0.1:9/hook' });
  });

  test.each(['api', 'worker', 'enforcement', 'jobs'] as const)(
    'gives %s the address of the console, for links in mails, pages and messages',
    (kind) => expect(envsFor(EMBEDDED)[kind]['DESK_PUBLIC_URL']).toBe(apis[0]?.url),
  );

  test.each([
    ['APPROVAL_SIGNING_KEY', ['api', 'jobs']],
    ['AUDIT_SIGNING_KEY', ['api']],
    ['RECEIPT_SIGNING_KEY', ['api']],
    ['PLATFORM_TOKEN', ['enforcement']],
    ['APPROVAL_PUBLIC_KEYS', ['enforcement']],
    ['LETTER_SIGNING_KEY', ['api', 'worker']],
    ['PUSH_SIGNING_KEY', ['api', 'worker']],
    ['LETTER_SIGNER', ['worker']],
    ['SMTP_URL', ['api', 'worker']],
    ['PAGER_WEBHOOK_SECRET', ['worker', 'watchdog']],
    ['PAYLOAD_KEY', ['api', 'worker', 'enforcement', 'jobs']],
  ])('passes %s only to the processes that hold it', (name, holders) => {
    const envs = envsFor(CLUSTER);
    expect(PROCESS_KINDS.filter((kind) => envs[kind][name] !== undefined)).toEqual(holders);
  });
});

describe('options of the cluster', () => {
  test('default to two of each kind of process that may be several', () => {
    expect(readCounts([])).toEqual({ api: 2, worker: 2, enforcement: 2, jobs: 2, mail: 1, watchdog: 1 });
    expect(readCounts(['--apis', '1', '--notice-workers', '4', '--enforcement-workers', '3', '--jobs', '1'])).toEqual({
      ...CLUSTER,
      api: 1,
      worker: 4,
      enforcement: 3,
      jobs: 1,
    });
  });

  test.each([
    ['--apis', '0'],
    ['--apis', '17'],
    ['--notice-workers', '1.5'],
    ['--jobs', 'x'],
    ['--unknown', '1'],
  ])('reject %s %s with the usage or the limits', (name, value) => {
    expect(readCounts([name, value])).toMatch(/from 1 to 16|Unknown option/);
  });

  test('place the cluster in a home of its own', () => {
    expect(readClusterConfig({}).config.home).toBe('data-cluster');
    expect(readClusterConfig({ DESK_HOME: '/x' }).config.home).toBe('/x');
  });
});
