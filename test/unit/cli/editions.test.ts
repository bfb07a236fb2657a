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
  pinned: false,
  pinning: null,
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

  test('approve says that a pinned edition still applies', async () => {
    const approved = { ...edition, state: 'approved', missing: null };
    desk.answer = ({ method, path }) => ({ body: method === 'GET' ? answerTo(path) : approved });
    const { out } = await run(desk, ['rulebook', 'approve', digest]);
    expect(out).toContain('Edition 4 is approved. The desk is pinned to another edition');
  });

  test('pin sends the whole digest and the reason, and says who else has to', async () => {
    const asked = { kind: 'pin', approvals: [{ ...edition.approvals[0], reason: 'Disputed' }], missing: 'counsel' };
    const answers = [
      { ...edition, pinning: asked },
      { ...edition, pinned: true },
    ];
    desk.answer = ({ method, path }) => ({ body: method === 'GET' ? answerTo(path) : answers.shift() });
    const pin = () =>
      run(desk, ['rulebook', 'pin', `${digest.slice(0, 20)}…`, '--reason', 'Disputed', '--as', 'admin']);
    expect((await pin()).out).toBe('To pin edition 4, counsel must decide the same.\n');
    expect(desk.seen.at(-1)).toMatchObject({
      path: `/v1/rulebook/editions/${digest}/pin`,
      as: 'admin',
      body: { reason: 'Disputed' },
    });
    desk.answer = ({ method }) => ({
      body: method === 'GET' ? { items: [{ ...edition, pinning: asked }], nextCursor: null } : answers.shift(),
    });
    expect((await pin()).out).toBe(
      'Rita wants to pin it: Disputed\nEdition 4 is pinned: it stays in effect whatever is approved later.\n',
    );
  });

  test('unpin finds the pinned edition, and fails without one', async () => {
    const items = [
      { ...edition, digest: `sha256:${'0'.repeat(64)}` },
      { ...edition, inEffect: true, pinned: true },
    ];
    desk.answer = ({ method }) => ({ body: method === 'GET' ? { items, nextCursor: null } : edition });
    const unpin = () => run(desk, ['rulebook', 'unpin', '--reason', 'Decided']);
    expect((await run(desk, ['rulebook', 'editions'])).out).toContain('in effect, pinned');
    expect((await unpin()).out).toBe('Edition 4 is no longer pinned. The edition approved last applies.\n');
    expect(desk.seen.at(-1)).toMatchObject({
      path: `/v1/rulebook/editions/${digest}/unpin`,
      body: { reason: 'Decided' },
    });
    items.pop();
    expect(await unpin()).toMatchObject({ code: 1, err: expect.stringContaining('not pinned') });
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
