import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import canonicalize from 'canonicalize';
import { createCheckpointSigner } from '../../../application/checkpoint-signer.js';
import { makeSigningKey } from '../../../config/approval-keys.js';
import { canonicalJson } from '../../../domain/canonical-json.js';
import { toCanonicalJson } from '../../../verifier/canonical.js';
import { GrowingTree, leafHash, computeMark } from '../../../verifier/merkle.js';
import { verifyExport } from '../../../verifier/verify-export.js';
import { runs } from '../../support/jest/cases.js';

const home = mkdtempSync(join(tmpdir(), 'verify-export-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const KEY = makeSigningKey();
const signer = createCheckpointSigner(KEY);
const ORIGIN = 'notice-desk/audit/test';
const SIZE = 700;

const buildEntry = (at: number) =>
  canonicalJson({ at: `2026-01-01T00:00:${at}`, action: 'annotate', detail: { text: `nöte ${at}`, n: at / 8 } });
const buildLine = (seq: number, entry: string, mark = '00000000') =>
  `{"seq":${seq},"leafHash":"${leafHash(Buffer.from(entry)).toString('base64')}","mark":"${mark}","entry":${entry}}`;

const LINES: string[] = [];
const marking = new GrowingTree();
for (let seq = 1; seq <= SIZE; seq += 1)
  LINES.push(buildLine(seq, buildEntry(seq), computeMark(marking.add(leafHash(Buffer.from(buildEntry(seq)))))));
function noteOver(lines: readonly string[], { by = signer, origin = ORIGIN } = {}): string {
  const tree = new GrowingTree();
  for (const line of lines) tree.add(Buffer.from(JSON.parse(line).leafHash, 'base64'));
  return by.sign({ origin, size: lines.length, root: tree.root() });
}
const NOTE = noteOver(LINES);
const buildHead = (checkpoint: string, keys = [KEY.publicKey]) =>
  JSON.stringify({ format: 'notice-desk-audit/1', checkpoint, keys });

let files = 0;
function writeExport(lines: readonly string[], { head = buildHead(NOTE), end = '\n' } = {}): string {
  files += 1;
  const path = join(home, `${files}.ndjson`);
  writeFileSync(path, [head, ...lines].join('\n') + end);
  return path;
}
const verdictOn = (lines: readonly string[], options?: Parameters<typeof writeExport>[1]) =>
  verifyExport(writeExport(lines, options), { keys: [KEY.publicKey] });

const without = (at: number) => LINES.toSpliced(at, 1);
const ERASED = `"leafHash":"${'B'.repeat(42)}A=","mark":"00000000","erased":true}`;
type Manipulation = (at: number) => { lines: string[]; bad: number };

/** Manipulations of the lines of an export; `bad`: the sequence number that must be named. */
const MANIPULATIONS: Record<string, Manipulation> = {
  'a changed word': (at) => ({ lines: LINES.with(at, (LINES[at] ?? '').replace('nöte', 'nota')), bad: at + 1 }),
  'a changed number': (at) => ({ lines: LINES.with(at, (LINES[at] ?? '').replace(/"n":/, '"n":1')), bad: at + 1 }),
  'another leaf hash': (at) => ({
    lines: LINES.with(at, (LINES[at] ?? '').replace(/"leafHash":"[^"]+"/, `"leafHash":"${'A'.repeat(43)}="`)),
    bad: at + 1,
  }),
  'a removed entry': (at) => ({ lines: without(at), bad: at + 1 }),
  'a removed entry, with the rest renumbered': (at) => ({
    lines: without(at).map((line, n) => line.replace(/"seq":\d+/, `"seq":${n + 1}`)),
    bad: at + 1,
  }),
  'an added entry': (at) => ({ lines: LINES.toSpliced(at, 0, buildLine(at + 1, buildEntry(9_000))), bad: at + 1 }),
  'a duplicated entry': (at) => ({ lines: LINES.toSpliced(at, 0, LINES[at] ?? ''), bad: at + 2 }),
  'two swapped entries': (at) => {
    const to = (at + 1) % SIZE;
    const [one, other] = [LINES[at] ?? '', LINES[to] ?? ''];
    return { lines: LINES.with(at, other).with(to, one), bad: Math.min(at, to) + 1 };
  },
  'text instead of an entry': (at) => ({ lines: LINES.with(at, 'nothing'), bad: at + 1 }),
  'an entry passed off as erased': (at) => ({
    lines: LINES.with(at, (LINES[at] ?? '').replace(/"leafHash":.*$/, ERASED)),
    bad: at + 1,
  }),
  'an entry changed together with its leaf': (at) => ({
    lines: LINES.with(at, buildLine(at + 1, buildEntry(9_000), /"mark":"(\w+)"/.exec(LINES[at] ?? '')?.[1])),
    bad: at + 1,
  }),
};

describe('verifyExport', () => {
  test('accepts an untouched export, also if its JSON is formatted differently', async () => {
    expect(await verdictOn(LINES)).toMatchObject({ problem: null, firstBad: null, size: SIZE, erased: 0 });
    const other = LINES.map((line) => JSON.stringify(JSON.parse(line), null, 1).replaceAll('\n', ' '));
    expect(await verdictOn(other)).toMatchObject({ problem: null, size: SIZE });
  });

  test('accepts an export with leaves of erased entries, and counts them', async () => {
    const erased = LINES.map((line, at) => (at % 100 === 0 ? line.replace(/,"entry":.*$/, ',"erased":true}') : line));
    expect(await verdictOn(erased)).toMatchObject({ problem: null, size: SIZE, erased: 7 });
  });

  test('names the first bad entry of each of 330 manipulated exports', async () => {
    const names = Object.keys(MANIPULATIONS);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: SIZE - 2 }), fc.constantFrom(...names), async (at, name) => {
        const { lines, bad } = MANIPULATIONS[name]?.(at) ?? { lines: LINES, bad: 0 };
        const { problem, firstBad } = await verdictOn(lines);
        expect([name, at, firstBad, typeof problem]).toEqual([name, at, bad, 'string']);
      }),
      runs(330, 6962),
    );
  });

  test('rejects an export with any byte of an entry changed', async () => {
    const whole = Buffer.from(LINES.slice(0, 3).join('\n'));
    const head = buildHead(noteOver(LINES.slice(0, 3)));
    for (let at = 0; at < whole.length; at += 1) {
      const flipped = Buffer.from(whole);
      flipped[at] = (flipped[at] ?? 0) ^ 0x01;
      const path = join(home, 'flipped.ndjson');
      writeFileSync(path, Buffer.concat([Buffer.from(`${head}\n`), flipped, Buffer.from('\n')]));
      expect([at, (await verifyExport(path)).problem]).toEqual([at, expect.any(String)]);
    }
  });

  test('names an overlong line of an export instead of crashing', async () => {
    const long = 'x'.repeat(70 * 2 ** 20);
    expect((await verdictOn([LINES[0] ?? '', long])).problem).toMatch(/^Line 3 is longer than 64 MiB/);
    expect((await verdictOn([], { head: long })).problem).toMatch(/^Line 1 is longer/);
  });

  test('reports an export that is cut, between lines or within one', async () => {
    expect(await verdictOn(LINES.slice(0, 600))).toMatchObject({
      problem: 'The export is truncated: it ends after entry 600 of 700.',
      firstBad: 601,
    });
    expect(await verdictOn([...LINES.slice(0, 600), (LINES[600] ?? '').slice(0, 80)], { end: '' })).toMatchObject({
      problem: 'The export is truncated: it ends after entry 600 of 700.',
      firstBad: 601,
    });
    expect(await verdictOn([...LINES, buildLine(701, buildEntry(701))])).toMatchObject({ firstBad: 701 });
    writeFileSync(join(home, 'empty'), '');
    expect((await verifyExport(join(home, 'empty'))).problem).toContain('empty');
  });

  test('checks that an export continues a saved checkpoint, and says where it does not', async () => {
    const kept = (text: string) =>
      verifyExport(writeExport(LINES), { keys: [KEY.publicKey], checkpoints: [{ name: 'kept.txt', text }] });
    const many = [100, 300, 700].map((size) => `${noteOver(LINES.slice(0, size))}\n`).join('');
    expect((await kept(many)).problem).toBeNull();
    const fork = noteOver(LINES.with(400, buildLine(401, buildEntry(9_000))).slice(0, 500));
    const verdict = await kept(`${noteOver(LINES.slice(0, 300))}\n${fork}`);
    expect(verdict).toMatchObject({ firstBad: 301 });
    expect(verdict.problem).toContain('Entries 301 to 500 are not what was signed: kept.txt');
    const longer = [...LINES, buildLine(701, buildEntry(701))];
    expect(await kept(noteOver(longer))).toMatchObject({ firstBad: 701 });
    expect((await kept(noteOver(LINES, { origin: 'notice-desk/audit/else' }))).problem).toContain('another log');
    const stranger = createCheckpointSigner(makeSigningKey());
    expect((await kept(noteOver(LINES, { by: stranger }))).problem).toContain('a different key');
    expect((await kept('no note')).problem).toContain('contains no checkpoint');
  });

  test('rejects an export signed with an unknown key', async () => {
    const other = makeSigningKey();
    const forged = noteOver(LINES, { by: createCheckpointSigner(other) });
    const { problem } = await verdictOn(LINES, { head: buildHead(forged, [other.publicKey]) });
    expect(problem).toContain('none of the given keys');
  });
});

test('writes the same canonical JSON as the canonicalize package', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const read: unknown = JSON.parse(JSON.stringify(value));
      expect(toCanonicalJson(read)).toBe((canonicalize as unknown as (json: unknown) => string)(read));
      expect(canonicalJson(read)).toBe(toCanonicalJson(read));
    }),
  );
});
