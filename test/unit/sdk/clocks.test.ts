import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listDeadlines, type LawData } from '../../../sdk/clocks/index.js';
import { aCount, aLaw, aRule } from '../../support/law/a-law.js';
import { installClient, readBlocks, ROOT, type ClientProject } from '../../support/client-package.js';

const VECTORS = `
import { readFileSync } from 'node:fs';
import { computeDue, verifyVector } from '@notice-desk/clocks';
for (const name of process.env.NAMES.split(',')) {
  const file = new URL(import.meta.resolve('@notice-desk/clocks/vectors/' + name));
  const lines = readFileSync(file, 'utf8').trim().split('\\n').map((line) => JSON.parse(line));
  for (const line of lines) {
    const due = computeDue(line);
    const dueAt = due.ok && due.dueAtMs !== null ? new Date(due.dueAtMs).toISOString() : null;
    if (verifyVector(line).length > 0 || dueAt !== (line.dueAt ?? null)) console.log(line.id, dueAt);
  }
  console.log(name, lines.length > 0);
}`;

const PROGRAM = `
import { listDeadlines, type LawData, type LegalDeadline } from '@notice-desk/clocks';
declare const law: LawData;
const { deadlines } = listDeadlines(law, 'IN-ITR-3-1-D', { receivedAt: '2026-11-10T10:15:00+05:30' });
export const first: LegalDeadline | undefined = deadlines[0];
// @ts-expect-error -- not a fact
listDeadlines(law, 'IN-ITR-3-1-D', { receivedAt: '2026-11-10T10:15:00+05:30', seenAt: '2026' });
`;

describe('package of the clocks', () => {
  let project: ClientProject;
  beforeAll(() => {
    project = installClient('clocks');
  });
  afterAll(() => project.discard());

  test('has one dependency, in the version of the desk, and holds only its program, its types and the law', () => {
    const { version, dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const { manifest } = project;
    expect([manifest.version, manifest.dependencies]).toEqual([
      version,
      { 'temporal-polyfill': `^${dependencies['temporal-polyfill']}` },
    ]);
    const others = project.files.filter((path) => !/^(types\/.+\.d\.ts|vectors\/[\w-]+\.ndjson)$/.test(path));
    expect(others.toSorted()).toEqual(['LICENSE', 'README.md', 'clocks.js', 'law.json', 'package.json']);
  });

  test('computes the program of its page as the test vector says', async () => {
    const [program = ''] = readBlocks('sdk/clocks/README.md');
    const said = await project.output(program, {});
    expect(said).toContain('comply us 2026-11-10T07:45:00.000Z');
  });

  test('agrees with every test vector', async () => {
    const names = readdirSync(join(ROOT, 'rulebook/vectors')).filter((name) => name.endsWith('.ndjson'));
    const said = await project.output(VECTORS, { NAMES: names.join() });
    expect(said.trim().split('\n')).toEqual(names.map((name) => `${name} true`));
  });

  test('compiles strictly in another project', () => {
    writeFileSync(join(project.folder, 'main.ts'), PROGRAM);
    const compilerOptions = {
      strict: true,
      noEmit: true,
      target: 'es2022',
      module: 'nodenext',
      lib: ['es2022'],
      types: [],
    };
    const config = join(project.folder, 'tsconfig.json');
    writeFileSync(config, JSON.stringify({ compilerOptions, files: ['main.ts'] }));
    const tsc = join(ROOT, 'node_modules/typescript-native/bin/tsc');
    const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', config], { encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, '']);
  });

  test('has a page of at most 40 lines that begins with a program', () => {
    const lines = readFileSync(join(ROOT, 'sdk/clocks/README.md'), 'utf8').trimEnd().split('\n');
    expect([lines.length <= 40, lines[2]]).toEqual([true, '```js']);
  });
});

describe('listDeadlines', () => {
  const law: LawData = {
    regimes: [
      {
        id: 'TEST-1',
        title: 'Test Act',
        versions: [
          aLaw([aRule()], { version: '2000-01-01', inForceFrom: '2000-01-01', inForceTo: '2020-01-01' }),
          aLaw([aRule({ counting: aCount({ amount: 2 }) }), aRule({ kind: 'acknowledge', startsOn: 'service' })], {
            version: '2020-01-01',
            inForceFrom: '2020-01-01',
          }),
        ],
      },
    ],
    calendars: [],
  };

  test('takes the version that governs at the receipt, in the zone of the law', () => {
    const at = (receivedAt: string) => listDeadlines(law, 'TEST-1', { receivedAt }).deadlines.map(({ dueAt }) => dueAt);
    expect(at('2019-12-31T18:29:59Z')).toEqual(['2019-12-31T19:29:59.000Z']);
    expect(at('2019-12-31T18:30:00Z')[0]).toBe('2019-12-31T20:30:00.000Z');
  });

  test('starts a clock only from a fact that is given', () => {
    const receivedAt = '2026-11-10T10:15:00Z';
    const kinds = (facts: object) =>
      listDeadlines(law, 'TEST-1', { receivedAt, ...facts }).deadlines.map(({ kind, dueAt }) => [kind, dueAt]);
    expect(kinds({ servedAt: '2026-11-10T09:00:00Z' })).toContainEqual(['acknowledge', '2026-11-10T10:00:00.000Z']);
  });

  test.each([
    [{ receivedAt: '2026-11-10 10:15' }, 'receivedAt must be an instant'],
    [{ receivedAt: '2026-11-10T10:15:00' }, 'receivedAt must be an instant'],
    [{ receivedAt: '1999-01-01T00:00:00Z' }, 'TEST-1 was not in force'],
    [{ receivedAt: '2026-11-10T10:15:00Z', seenAt: '2026-11-10T10:15:00Z' }, 'There is no fact seenAt'],
    [{ receivedAt: '2026-11-10T10:15:00Z', servedAt: 'soon' }, 'servedAt must be an instant'],
  ])('refuses %j', (facts, message) => {
    expect(() => listDeadlines(law, 'TEST-1', facts)).toThrow(message);
  });

  test('refuses an unknown law', () =>
    expect(() => listDeadlines(law, 'TEST-2', { receivedAt: '2026-11-10T10:15:00Z' })).toThrow(
      'There is no law TEST-2.',
    ));
});
