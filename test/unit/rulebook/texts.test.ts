import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { BUILT_IN_RULEBOOK, readRulebookFolder, RulebookError } from '../../../rulebook/load.js';

const CLAUSE = 'It shall apply from 7 June 2022.';
const BODY = `# Article 24\n${CLAUSE}\n`;
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'rulebook-'));
  cpSync(BUILT_IN_RULEBOOK, dir, { recursive: true, filter: (path) => !path.endsWith('.ts') });
});
afterEach(() => rmSync(dir, { recursive: true }));

function store(name: string, { body = BODY, sha256 = hash(body), kind = 'official' } = {}): void {
  const file = join(dir, 'texts', `${name}.txt`);
  mkdirSync(dirname(file), { recursive: true });
  const front = [
    'id: CELEX 32021R0784',
    'title: Regulation (EU) 2021/784',
    `kind: ${kind}`,
    'url: https://law.example/784',
    'read: "2026-11-30"',
    'licence: Reuse is permitted.',
    `sha256: ${sha256}`,
  ];
  writeFileSync(file, `---\n${front.join('\n')}\n---\n${body}`);
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex');

/** A family of one law whose day in force is cited from a stored text. */
function cite({ at = 'Article 24', clause = CLAUSE, text = 'test/tco' } = {}): void {
  const family = `family: ZZ
jurisdiction: ZZ
zone: Europe/Brussels
texts: { act: ${text} }
regimes:
  - id: ZZ-ACT
    title: Act of a test
    immediatelySeconds: 3600
    countries: [ZZ]
    noticeKinds: [removal_order]
    authorities: []
    versions:
      - status: in_force
        inForceFrom: "2022-06-07"
        inForce: { source: The Act, citation: { text: act, at: "${at}", clause: "${clause}" } }
        summary: A law.
`;
  writeFileSync(join(dir, 'regimes', 'zz.yaml'), family);
}

function load() {
  const found = readRulebookFolder(dir).regimes.find(({ id }) => id === 'ZZ-ACT');
  return found?.versions[0]?.inForce;
}

function refusal(): RulebookError {
  try {
    load();
  } catch (error) {
    if (error instanceof RulebookError) return error;
    throw error;
  }
  throw new Error('the rulebook loads');
}

describe('stored texts of law', () => {
  test('make a fact primary if the official text says the clause at the place', () => {
    store('test/tco');
    cite();
    expect(load()).toMatchObject({
      confidence: 'primary',
      citation: { stored: true, sha256: hash(BODY), licence: 'Reuse is permitted.', url: 'https://law.example/784' },
    });
  });

  test('leave a fact secondary if the stored text is a reprint', () => {
    store('test/tco', { kind: 'reprint' });
    cite();
    expect(load()?.confidence).toBe('secondary');
  });

  test('refuse a clause that the text does not have, naming the line of the citation', () => {
    store('test/tco');
    cite({ clause: 'It shall apply from 8 June 2022.' });
    expect(refusal()).toMatchObject({
      file: join(dir, 'regimes', 'zz.yaml'),
      path: 'regimes.0.versions.0.inForce.citation.clause',
      cure: 'the stored text does not say this at Article 24',
    });
  });

  test('refuse a place that the text does not have', () => {
    store('test/tco');
    cite({ at: 'Article 25' });
    expect(refusal()).toMatchObject({ cure: 'the stored text has no place Article 25' });
  });

  test('refuse words with another hash', () => {
    store('test/tco', { sha256: hash('other') });
    cite();
    expect(refusal()).toMatchObject({ path: 'sha256', cure: expect.stringContaining(hash(BODY)) });
  });

  test('refuse a missing file, and one without its source', () => {
    cite({ text: 'test/lost' });
    expect(refusal()).toMatchObject({ path: 'texts.act', cure: 'there is no file texts/test/lost.txt' });
    store('test/lost');
    const file = join(dir, 'texts', 'test', 'lost.txt');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^licence.*\n/m, ''));
    expect(refusal()).toMatchObject({ file, path: 'licence' });
    writeFileSync(file, BODY);
    expect(refusal()).toMatchObject({ file, cure: 'must begin with its source between two lines ---' });
  });
});
