import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { chmodSync, copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { notifySubscribers } from '../../../application/letters/webhooks/deliver-events.js';
import { createReceiptSigner } from '../../../features/portal/application/intake/receipt-signer.js';
import { startDomainApi, type ApiHarness } from '../../support/api-harness.js';
import { RECEIPT_KEY } from '../../support/approval-keys.js';
import { installClient, ROOT, runNode, type ClientProject, type Running } from '../../support/client-package.js';
import { createDomainEngine } from '../../support/domain-engine.js';
import { FILING_RECEIPT } from '../../support/filing-receipt.js';

/**
 * Runs examples/ in a project with the packed packages alone, against one desk, and compares what they print with
 * examples/expected/. `UPDATE_EXAMPLES=1` writes it.
 */
const EXAMPLES = join(ROOT, 'examples');
const SECRET = `whsec_${Buffer.from('a-secret-of-some-length-for-tests').toString('base64')}`;

let api: ApiHarness;
let project: ClientProject;
let url: string;
let env: Record<string, string>;
let number: string;

beforeAll(async () => {
  project = installClient('client', 'clocks');
  for (const name of listExamples()) copyFileSync(join(EXAMPLES, name), join(project.folder, name));
  const bin = join(project.folder, 'bin');
  mkdirSync(bin);
  const program = `#!${process.execPath}\nimport ${JSON.stringify(join(ROOT, 'dist/cli/main.js'))};\n`;
  writeFileSync(join(bin, 'notice-desk'), program);
  chmodSync(join(bin, 'notice-desk'), 0o755);
  api = await startDomainApi(createDomainEngine(() => Date.now()));
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
  const { intake, reviewer, approver, admin, counsel } = api.people;
  const keys = {
    INTAKE_KEY: intake.key,
    REVIEWER_KEY: reviewer.key,
    APPROVER_KEY: approver.key,
    ADMIN_KEY: admin.key,
    COUNSEL_KEY: counsel.key,
  };
  env = { DESK_URL: url, ...keys, PATH: `${bin}:${process.env['PATH'] ?? ''}` };
});
afterAll(async () => {
  project.discard();
  await api.close();
});

const listExamples = () => readdirSync(EXAMPLES).filter((name) => name.endsWith('.mjs'));

const today = new Date().toISOString().slice(0, 10);

/** What changes with each run, as examples/README.md says. */
function mask(said: string): string {
  const ofRun = (day: string) => new Date(`${day} UTC`).toISOString().slice(0, 10) >= today;
  return said
    .replaceAll(/\bN-\d{4}-\d{6}\b/g, 'N-YYYY-NNNNNN')
    .replaceAll(/\b(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(:\d{2}\.\d{3}Z)?/g, (text, day) =>
      ofRun(day) ? 'INSTANT' : text,
    )
    .replaceAll(/\b(\d{1,2} [A-Z][a-z]+ \d{4})(, \d{2}:\d{2}(:\d{2})?)?/g, (text, day, time) =>
      ofRun(day) ? (time === undefined ? 'DAY' : 'INSTANT') : text,
    );
}

function compare(name: string, said: string): void {
  const file = join(EXAMPLES, 'expected', name.replace('.mjs', '.txt'));
  if (process.env['UPDATE_EXAMPLES'] !== undefined) writeFileSync(file, mask(said));
  expect(mask(said)).toBe(readFileSync(file, 'utf8'));
}

function start(name: string, args: string[] = [], more: Record<string, string> = {}): Running {
  return runNode({
    folder: project.folder,
    args: ['--disable-warning=ExperimentalWarning', name, ...args],
    env: { ...env, ...more },
  });
}

async function run(name: string, ...args: string[]): Promise<string> {
  const { child, said } = start(name, args);
  const [code] = await once(child, 'close');
  expect([name, code]).toEqual([name, 0]);
  return said();
}

describe('examples', () => {
  test('have at most 40 lines, and each has its expected output', () => {
    const long = listExamples().filter(
      (name) => readFileSync(join(EXAMPLES, name), 'utf8').trimEnd().split('\n').length > 40,
    );
    expect(long).toEqual([]);
    const expected = readdirSync(join(EXAMPLES, 'expected')).map((name) => name.replace('.txt', '.mjs'));
    expect(expected.toSorted()).toEqual(listExamples().toSorted());
  });

  test('import the published packages and Node alone', () => {
    for (const name of listExamples())
      for (const [, from] of readFileSync(join(EXAMPLES, name), 'utf8').matchAll(/from '([^']+)'/g))
        expect([name, from]).toEqual([name, expect.stringMatching(/^(node:|@notice-desk\/(client|clocks))/)]);
  });

  test('receive-a-webhook prints what the next ones cause', async () => {
    const port = 20_000 + (process.pid % 20_000);
    const deliver = () =>
      notifySubscribers(
        { ...api.context, subscriber: { url: `http://127.0.0.1:${port}/`, secret: SECRET } },
        { isStopped: () => false },
      );
    await deliver();
    const { child, said } = start('receive-a-webhook.mjs', [], { WEBHOOK_SECRET: SECRET, PORT: String(port) });
    while (!said().includes('ready')) await new Promise((resolve) => setTimeout(resolve, 50));
    const filed = await run('file-an-order.mjs');
    compare('file-an-order.mjs', filed);
    number = filed.split(' ')[0] ?? '';
    await deliver();
    const before = said();
    await deliver();
    compare('receive-a-webhook.mjs', said());
    expect(said()).toBe(before);
    child.kill();
    await once(child, 'close');
  });

  test('decide and approve take an order to enforcement', async () => {
    compare('decide.mjs', await run('decide.mjs', number));
    compare('approve.mjs', await run('approve.mjs', number));
  });

  test('write-a-letter reads the letters before anything is submitted', async () => {
    compare('write-a-letter.mjs', await run('write-a-letter.mjs'));
  });

  test('import-cases brings cases of another system with their own times', async () => {
    compare('import-cases.mjs', await run('import-cases.mjs'));
  });

  test('verify-a-receipt tells a true receipt from a forged one', async () => {
    const receipt = join(project.folder, 'receipt.json');
    writeFileSync(receipt, JSON.stringify(createReceiptSigner(RECEIPT_KEY).sign(FILING_RECEIPT)));
    compare('verify-a-receipt.mjs', await run('verify-a-receipt.mjs', receipt));
  });

  test('compute-a-clock and write-a-law need no desk', async () => {
    compare('compute-a-clock.mjs', await run('compute-a-clock.mjs'));
    const folder = join(project.folder, 'law');
    cpSync(join(ROOT, 'rulebook'), folder, { recursive: true });
    compare('write-a-law.mjs', await run('write-a-law.mjs', folder));
  });
});
