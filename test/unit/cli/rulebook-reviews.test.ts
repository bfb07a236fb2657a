import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FakeDesk, run } from '../../support/fake-desk.js';

let desk: FakeDesk;
beforeEach(async () => {
  desk = new FakeDesk();
  await desk.start();
});
afterEach(() => desk.stop());

function answers(table: Record<string, unknown>): void {
  desk.answer = ({ method, path }) => ({ status: method === 'POST' ? 201 : 200, body: table[`${method} ${path}`] });
}

const LAW = {
  id: 'IN-TEST',
  version: '2021-02-25',
  title: 'The Act',
  state: 'expired',
  until: '2026-11-01',
  by: [{ name: 'A. Rao', at: '2025-11-01T00:00:00.000Z', until: '2026-11-01' }],
  mistakes: [2],
  digest: 'd1',
  facts: [
    { id: 'clock:comply', says: 'comply: 36 hours from receipt', state: 'draft', until: null, by: [], mistakes: [] },
  ],
};
const REVIEWS = '/v1/rulebook/reviews';
const REVIEW = Object.entries({
  until: '2027-01-01',
  bar: 'Delhi D/1',
  jurisdiction: 'in',
  scope: 'Hosts',
  note: 'Compared',
}).flatMap(([name, value]) => [`--${name}`, value]);

describe('rulebook review', () => {
  test('shows the facts and sends the digest of the latest version of the law', async () => {
    answers({
      [`GET ${REVIEWS}`]: { items: [{ ...LAW, version: '2020-01-01' }, LAW], nextCursor: null },
      [`POST ${REVIEWS}`]: { ...LAW, state: 'reviewed_once', mistakes: [] },
    });
    const { code, out } = await run(desk, ['rulebook', 'review', 'in-test', ...REVIEW]);
    expect(code).toBe(0);
    expect(out).toContain('review expired since 2026-11-01 (A. Rao); found incorrect: incident 2');
    expect(out).toContain('  clock:comply: comply: 36 hours from receipt');
    expect(out).toContain('Reviewed: reviewed by one counsel until 2026-11-01 (A. Rao)');
    expect(desk.seen.at(-1)?.body).toEqual({
      regime: 'IN-TEST',
      version: '2021-02-25',
      digest: 'd1',
      barAdmission: 'Delhi D/1',
      jurisdiction: 'IN',
      scope: 'Hosts',
      reviewedUntil: '2027-01-01',
      note: 'Compared',
    });
  });

  test('reviews one fact, and exits 2 without the end of the review', async () => {
    const facts = LAW.facts.map((fact) => ({ ...fact, state: 'reviewed_once', until: '2027-01-01' }));
    answers({
      [`GET ${REVIEWS}`]: { items: [LAW], nextCursor: null },
      [`POST ${REVIEWS}`]: { ...LAW, facts },
    });
    const { out } = await run(desk, ['rulebook', 'review', 'IN-TEST', '--fact', 'clock:comply', ...REVIEW]);
    expect(out).toContain('Reviewed: reviewed by one counsel until 2027-01-01');
    expect(desk.seen.at(-1)?.body).toMatchObject({ fact: 'clock:comply' });
    const [, , ...withoutUntil] = REVIEW;
    expect(await run(desk, ['rulebook', 'review', 'IN-TEST', ...withoutUntil])).toMatchObject({ code: 2 });
  });

  test('exits 1 for an unknown law', async () => {
    answers({ [`GET ${REVIEWS}`]: { items: [], nextCursor: null } });
    expect(await run(desk, ['rulebook', 'review', 'IN-NONE', ...REVIEW])).toMatchObject({ code: 1 });
  });
});

describe('rulebook wrong: a wrong fact of law', () => {
  test('records the fact by its name and lists the notices that it affects', async () => {
    const incident = {
      number: 1,
      regime: 'IN-TEST',
      version: '2021-02-25',
      fact: 'clock:comply',
      said: '36 hours',
      found: '3 hours',
      source: 'The gazette',
      recordedBy: { name: 'A. Rao' },
      recordedAt: '2026-11-27T00:00:00.000Z',
      correctedAt: null,
      correction: null,
    };
    const items = [{ notice: 'x', number: 'N-2026-000001', stage: 'review', dueAt: null }];
    answers({
      [`GET ${REVIEWS}`]: { items: [LAW], nextCursor: null },
      'POST /v1/rulebook/incidents': incident,
      'GET /v1/rulebook/incidents/1': { ...incident, touched: 1, items, nextCursor: null },
    });
    const wrong = ['wrong', 'IN-TEST', '--fact', 'clock:comply', '--found', '3 hours', '--source', 'The gazette'];
    expect((await run(desk, ['rulebook', ...wrong])).out).toContain('Recorded as incident 1');
    const { out } = await run(desk, ['rulebook', 'incident', '1']);
    expect(out).toContain('right: 3 hours (The gazette)');
    expect(out).toContain('1 notice affected');
    expect(out).toContain('N-2026-000001');
  });

  test.each(['x', '0'])('rejects incident %s as wrong usage', async (number) => {
    expect((await run(desk, ['rulebook', 'incident', number])).code).toBe(2);
  });
});
