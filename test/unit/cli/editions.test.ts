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

describe('rulebook editions commands', () => {
  test('editions lists pending editions and the approval that each lacks', async () => {
    desk.answer = () => ({ body: { items: [edition], nextCursor: null } });
    const { out } = await run(desk, ['rulebook', 'editions']);
    expect(out).toMatch(/proposed.*Rita.*counsel/);
  });

  test('approve shows what an edition changes and approves its whole digest', async () => {
    desk.answer = ({ method }) =>
      method === 'GET' ? { body: { items: [edition], nextCursor: null } } : { body: { ...edition, inEffect: true } };
    const { out } = await run(desk, ['rulebook', 'approve', `${digest.slice(0, 20)}…`, '--as', 'counsel']);
    expect(out).toContain('comply: 36 hours → 3 hours');
    expect(out).toContain('Edition 4 is in effect');
    expect(desk.seen.at(-1)).toMatchObject({
      path: `/v1/rulebook/editions/${digest}/approve`,
      as: 'counsel',
      body: {},
    });
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
