import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeSigningKey } from '../../../config/approval-keys.js';
import { digestOfLaw } from '../../../rulebook/edition-digest.js';
import { readRulebookContent } from '../../../rulebook/load.js';
import type { RulebookContent } from '../../../rulebook/rulebook.js';
import { checkShipped } from '../../../rulebook/shipped-law.js';
import { nameRelease } from '../../../scripts/release.mjs';
import { makeSmallRulebook } from '../../support/law/small-rulebook.js';

const { privateKey, publicKey } = makeSigningKey();
let dist: string;
let law: RulebookContent;

beforeAll(() => {
  const book = makeSmallRulebook();
  law = readRulebookContent(book.dir);
  book.remove();
  dist = mkdtempSync(join(tmpdir(), 'desk-signed-release-'));
  mkdirSync(join(dist, 'rulebook'));
  writeFileSync(join(dist, 'rulebook', 'content.json'), JSON.stringify({ digest: digestOfLaw(law), content: law }));
  writeFileSync(join(dist, 'key.pem'), privateKey);
});
afterAll(() => rmSync(dist, { recursive: true }));

function build(keyFile?: string): Parameters<typeof checkShipped>[1] {
  nameRelease(dist, keyFile);
  return JSON.parse(readFileSync(join(dist, 'release.json'), 'utf8'));
}

describe('the law of a release', () => {
  test('is the one that the build names, with or without a signature', () => {
    expect(build()).toMatchObject({ rulebook: digestOfLaw(law) });
    expect(() => checkShipped(law, build(), [publicKey])).not.toThrow();
    expect(() => checkShipped(law, build(join(dist, 'key.pem')), [publicKey])).not.toThrow();
  });

  test('is refused with other content than it was built with', () => {
    const other = { ...law, regimes: [] };
    expect(() => checkShipped(other, build(), [])).toThrow('is not the one that it was built with');
  });

  test('is refused if its release is signed with another key, or for another law', () => {
    const signed = build(join(dist, 'key.pem'));
    expect(() => checkShipped(law, signed, [makeSigningKey().publicKey])).toThrow('signed with an unknown key');
    const other = { ...law, regimes: [] };
    const moved = { ...signed, rulebook: digestOfLaw(other) };
    expect(() => checkShipped(other, moved, [publicKey])).toThrow('has an invalid signature');
  });
});
