import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deskOfFile, run } from '../../support/fake-desk.js';

const desk = deskOfFile();
const PATH = '/v1/rulebook/corrections';
const correction = {
  number: 1,
  regime: 'IN-TEST',
  version: '2021-02-25',
  fact: 'clock:comply',
  said: '36 hours',
  text: '3 hours',
  source: 'The Act, s. 1A',
  url: null,
  clause: null,
  note: null,
  mayName: false,
  state: 'proposed',
  proposedBy: { id: 'p', name: 'Rita' },
  proposedAt: '2026-11-28T10:00:00.000Z',
  decidedBy: null,
  decidedAt: null,
  answer: null,
};

describe('rulebook corrections commands', () => {
  test('propose-correction sends the text with its source', async () => {
    const law = { id: 'IN-TEST', version: '2021-02-25', facts: [] };
    desk.answer = ({ method }) => ({ body: method === 'GET' ? { items: [law], nextCursor: null } : correction });
    const texts = ['--fact', 'clock:comply', '--text', '3 hours', '--source', 'The Act, s. 1A'];
    const { out } = await run(desk, ['rulebook', 'propose-correction', 'in-test', ...texts, '--may-name']);
    expect(out).toBe('Proposed as correction 1.\n');
    const { regime, version, fact, text, source } = correction;
    expect(desk.seen.at(-1)).toMatchObject({
      path: PATH,
      body: { regime, version, fact, text, source, mayName: true },
    });
  });

  test('withdraw-correction and settle-correction decide by number', async () => {
    desk.answer = () => ({ body: { ...correction, state: 'settled' } });
    const settled = await run(desk, ['rulebook', 'settle-correction', '1', '--answer', 'Done']);
    expect(settled.out).toBe('Correction 1: settled.\n');
    expect(desk.seen.at(-1)).toMatchObject({ path: `${PATH}/1/settle`, body: { answer: 'Done' } });
    await run(desk, ['rulebook', 'withdraw-correction', '1']);
    expect(desk.seen.at(-1)).toMatchObject({ path: `${PATH}/1/withdraw` });
    expect((await run(desk, ['rulebook', 'withdraw-correction', 'x'])).code).toBe(2);
  });

  test('export-corrections names no proposer without consent and leaves out what was withdrawn', async () => {
    const items = [correction, { ...correction, mayName: true }, { ...correction, state: 'withdrawn' }];
    desk.answer = () => ({ body: { items, nextCursor: null } });
    const file = join(desk.home, 'corrections.json');
    const { out } = await run(desk, ['rulebook', 'export-corrections', file]);
    expect(out).toBe('Wrote 2 corrections.\n');
    const { format, corrections } = JSON.parse(readFileSync(file, 'utf8'));
    expect(format).toBe('notice-desk-corrections/1');
    expect(corrections.map((one: { proposedBy?: string }) => one.proposedBy)).toEqual([undefined, 'Rita']);
    expect(JSON.stringify(corrections[0])).not.toContain('Rita');
  });
});
