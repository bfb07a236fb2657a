import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDomainApi, type ApiHarness } from '../../support/api-harness.js';
import { installClient, readBlocks, ROOT, type ClientProject } from '../../support/client-package.js';
import { createDomainEngine } from '../../support/domain-engine.js';
import { createReceiptSigner } from '../../../features/portal/application/intake/receipt-signer.js';
import { RECEIPT_KEY } from '../../support/approval-keys.js';
import { FILING_RECEIPT } from '../../support/filing-receipt.js';

const PROGRAM = `
import { createDeskClient, listAll, noticeCreate, ProblemError, sendNotice, verifyReceipt, verifyWebhook } from '@notice-desk/client';
import type { Notice, NoticeToSend } from '@notice-desk/client';

const desk = createDeskClient({ url: 'https://desk.example', key: 'k' });
const targets: NoticeToSend['targets'] = [{ type: 'account', locator: '@one' }];
const order: NoticeToSend = { kind: 'blocking_order', authority: 'in-meity', jurisdiction: 'IN', reference: 'A/1', targets };

export async function main(): Promise<unknown[]> {
  try {
    const { id, number } = await sendNotice(desk, order, 'key');
    const { body } = await desk.get<Notice>(\`/v1/notices/\${id}\`);
    // @ts-expect-error -- not a stage
    if (body.stage === 'nowhere') return [];
    const keys = await listAll<{ publicKey: string }>(desk, '/v1/receipt-keys');
    const { problem } = verifyReceipt('{}', keys.map(({ publicKey }) => publicKey));
    return [number, body.submission?.digest, problem, verifyWebhook('secret', {}, '').type, noticeCreate.safeParse(order)];
  } catch (error) {
    return [error instanceof ProblemError ? error.slug : error];
  }
}
`;

let project: ClientProject;
beforeAll(() => {
  project = installClient();
});
afterAll(() => project.discard());

describe('package of the client', () => {
  test('holds only its program, its types and its page', () => {
    const others = project.files.filter((path) => !/^types\/.+\.d\.ts$/.test(path));
    expect(others.toSorted()).toEqual(['LICENSE', 'README.md', 'client.js', 'package.json']);
  });

  test('has at most three dependencies, each in the version of the desk', () => {
    const { version, dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(project.manifest.version).toBe(version);
    const needed = Object.entries(project.manifest.dependencies);
    expect(needed.length).toBeLessThanOrEqual(3);
    for (const [name, range] of needed) expect(range).toBe(`^${dependencies[name]}`);
  });

  test.each([
    ['browser', { lib: ['es2022', 'dom'], types: [] }],
    ['Node', { lib: ['es2022'], types: ['node'] }],
  ])('compiles strictly in a project with the types of a %s', (name, options) => {
    if (options.types.length > 0)
      symlinkSync(join(ROOT, 'node_modules/@types'), join(project.folder, 'node_modules/@types'));
    writeFileSync(join(project.folder, 'main.ts'), PROGRAM);
    const strict = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
    };
    const compilerOptions = { ...strict, ...options, noEmit: true, target: 'es2022', module: 'nodenext' };
    const config = join(project.folder, `tsconfig.${name}.json`);
    writeFileSync(config, JSON.stringify({ compilerOptions, files: ['main.ts'] }));
    const tsc = join(ROOT, 'node_modules/typescript-native/bin/tsc');
    const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', config], { encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, '']);
  });
});

describe('programs of sdk/README.md', () => {
  let api: ApiHarness;
  let url: string;
  beforeAll(async () => {
    api = await startDomainApi(createDomainEngine(() => Date.now()));
    url = await api.app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(() => api.close());

  test('files an order in eight lines that stand before any prose', async () => {
    const [block = ''] = readBlocks('sdk/README.md');
    const page = readFileSync(join(ROOT, 'sdk/README.md'), 'utf8').split('\n');
    expect([block.trim().split('\n').length, page[2]]).toEqual([8, '```js']);
    const said = await project.output(block, { DESK_URL: url, DESK_KEY: api.people.intake.key });
    expect(said).toMatch(/^N-\d{4}-\d+ triage\n$/);
  });

  test('files an order, decides it, approves it and verifies a receipt', async () => {
    const RECEIPT = join(project.folder, 'receipt.json');
    writeFileSync(RECEIPT, JSON.stringify(createReceiptSigner(RECEIPT_KEY).sign(FILING_RECEIPT)));
    const { intake, reviewer, approver } = api.people;
    const keys = { INTAKE_KEY: intake.key, REVIEWER_KEY: reviewer.key, APPROVER_KEY: approver.key };
    const [, block = ''] = readBlocks('sdk/README.md');
    expect(await project.output(block, { DESK_URL: url, ...keys, RECEIPT })).toMatch(
      /^N-\d{4}-\d+ enforcement\nreceived for N-2026-982391 at 2026-11-28T03:42:34\.533Z\n$/,
    );
  });
});
