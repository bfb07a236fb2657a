import { describe, expect, test } from '@jest/globals';
import { deskOfFile, run } from '../../support/fake-desk.js';

const desk = deskOfFile();
const digest = `sha256:${'ab'.repeat(32)}`;
const edition = {
  digest,
  edition: 4,
  state: 'proposed',
  inEffect: false,
  proposedAt: '2026-11-28T10:00:00.000Z',
  inEffectAt: null,
  adopted: false,
  approvals: [{ by: { name: 'Rita' }, roles: ['admin'] }],
  missing: 'counsel',
  refused: null,
  differences: [
    { id: 'IN-69A', title: 'The Act', change: 'changed', changes: [{ line: 'comply: 36 hours → 3 hours' }] },
  ],
  sections: ['regimes'],
};

const effects = {
  items: [
    { notice: 'n', number: 'N-7', clock: 'c', kind: 'comply', from: null, to: null, why: ['36 hours → 3 hours'] },
  ],
  nextCursor: null,
  edition: 4,
  digest,
  clocks: 1,
  notices: 1,
  unknown: { clocks: 0, why: [] },
  vectors: { changed: 1, items: [{ id: 'IN-69A/comply/1', from: '2026-11-10T07:45:00.000Z', to: null }] },
};
const answerTo = (path: string) => (path.endsWith('/effects') ? effects : { items: [edition], nextCursor: null });

describe('rulebook editions commands', () => {
  test('editions lists pending editions and the approval that each lacks', async () => {
    desk.answer = () => ({ body: { items: [edition], nextCursor: null } });
    const { out } = await run(desk, ['rulebook', 'editions']);
    expect(out).toMatch(/proposed.*Rita.*counsel/);
  });

  test('approve shows what an edition changes and approves its whole digest', async () => {
    desk.answer = ({ method, path }) => ({
      body: method === 'GET' ? answerTo(path) : { ...edition, inEffect: true },
    });
    const { out } = await run(desk, ['rulebook', 'approve', `${digest.slice(0, 20)}…`, '--as', 'counsel']);
    expect(out).toContain('comply: 36 hours → 3 hours');
    expect(out).toContain('Edition 4 is in effect');
    expect(out).toMatch(/1 clock of 1 notice would move.*N-7.*1 test vector with another due.*IN-69A\/comply\/1/s);
    expect(desk.seen.at(-1)).toMatchObject({
      path: `/v1/rulebook/editions/${digest}/approve`,
      as: 'counsel',
      body: {},
    });
  });

  test('effects lists the clocks and the test vectors that an edition would change', async () => {
    desk.answer = ({ path }) => ({ body: answerTo(path) });
    const { out } = await run(desk, ['rulebook', 'effects', digest]);
    expect(out).toContain('N-7');
    expect(out).toContain('IN-69A/comply/1: 2026-11-10T07:45:00.000Z → no due');
  });

  test('refuse sends the reason, and fails for an unknown edition', async () => {
    desk.answer = ({ method }) =>
      method === 'GET'
        ? { body: { items: [edition], nextCursor: null } }
        : { body: { ...edition, state: 'refused', missing: null } };
    const { out } = await run(desk, ['rulebook', 'refuse', digest, '--reason', 'Not the Act']);
    expect(out).toBe('Edition 4: refused.\n');
    expect(desk.seen.at(-1)).toMatchObject({
      path: `/v1/rulebook/editions/${digest}/refuse`,
      body: { reason: 'Not the Act' },
    });
    expect((await run(desk, ['rulebook', 'approve', `sha256:${'0'.repeat(64)}`])).code).toBe(1);
    expect((await run(desk, ['rulebook', 'refuse', 'sha256:', '--reason', 'x'])).code).toBe(2);
  });
});
