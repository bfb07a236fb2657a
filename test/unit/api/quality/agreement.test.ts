import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { confirmAll, LABEL, markAll, startQualityDesk, WITHHOLD, type QualityDesk, type Who } from './quality-desk.js';

let desk: QualityDesk;

beforeAll(async () => {
  desk = await startQualityDesk(100);
  const id = await desk.draft(40, 'k');
  await desk.send(id, 'decide', { select: { ranges: [[21, 40]] }, ...LABEL });
  const review = (targets: number[], what: object, as: Who = desk.reviewer2) =>
    desk.send(id, 'second-review', { targets, ...what }, as);
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, place) => from + place);
  // The table of Wikipedia, a: 15 and 3, b: 4 and 13, with two more pairs by another reviewer.
  await review(range(1, 15), WITHHOLD);
  await review(range(16, 18), LABEL);
  await review(range(21, 24), WITHHOLD);
  await review(range(25, 37), LABEL);
  await review([19, 38], LABEL, desk.reviewer3);
});
afterAll(() => desk.api.close());

const report = async (as: Parameters<QualityDesk['api']['get']>[1], query = '') =>
  (await desk.api.get(`/v1/reports/agreement?${query}`, as)).json();

describe('the agreement report', () => {
  test('compares second reviews with the decisions they were about', async () => {
    const { scope, all, byAction } = await report('counsel');
    expect([scope, all.pairs, all.agreed]).toEqual(['all', 37, 29]);
    // [[15, 4], [4, 14]]: observed 29/37, by chance (19² + 18²)/37².
    const chance = (19 ** 2 + 18 ** 2) / 37 ** 2;
    expect(all.kappa.value).toBeCloseTo((29 / 37 - chance) / (1 - chance), 10);
    expect(all.kappa.low).toBeLessThan(all.kappa.value);
    expect(byAction).toMatchObject([
      { action: 'withhold', pairs: 23, agreed: 15, kappa: null },
      { action: 'label', pairs: 22, agreed: 14, kappa: null },
    ]);
  });

  test('gives leads the figures of each person, counts alone below 30 pairs', async () => {
    const { byPerson, leastPairs } = await report('ops');
    expect(leastPairs).toBe(30);
    expect(
      byPerson.map(({ person, pairs, kappa }: { person: { name: string }; pairs: number; kappa: unknown }) => [
        person.name,
        pairs,
        kappa !== null,
      ]),
    ).toEqual([
      ['reviewer', 37, true],
      ['Reviewer2', 35, true],
      ['Reviewer3', 2, false],
    ]);
  });

  test('gives others their own figures alone', async () => {
    const { scope, all, byPerson } = await report(desk.reviewer3);
    expect([scope, all.pairs, all.agreed, all.kappa]).toEqual(['own', 2, 1, null]);
    expect(byPerson.map(({ person }: { person: { id: string } }) => person.id)).toEqual([desk.reviewer3.id]);
    expect((await report('approver')).all.pairs).toBe(0);
    expect((await desk.api.get('/v1/reports/agreement', 'intake')).statusCode).toBe(403);
  });

  test('counts what was reviewed in the period', async () => {
    const later = new Date(Date.now() + 60_000).toISOString();
    expect((await report('counsel', `from=${later}&to=2100-01-01T00:00:00Z`)).all).toEqual({
      pairs: 0,
      agreed: 0,
      kappa: null,
    });
    expect((await report('counsel', 'from=2020-01-01T00:00:00Z')).all.pairs).toBe(37);
  });

  test.each(['from=2021-01-01T00:00:00Z&to=2020-01-01T00:00:00Z', 'from=yesterday', 'person=me', 'format=xml'])(
    'refuses %s',
    async (query) => {
      expect((await desk.api.get(`/v1/reports/agreement?${query}`, 'counsel')).statusCode).toBe(422);
    },
  );

  test('is a sheet too', async () => {
    const { body } = await desk.api.get('/v1/reports/agreement?format=csv', 'counsel');
    expect(body.split(/\r?\n/).slice(0, 3)).toEqual([
      'group,name,set,pairs,agreed,kappa,low,high',
      expect.stringMatching(/^all,,,37,29,0\.\d+,0\.\d+,0\.\d+$/),
      'action,withhold,,23,15,,,',
    ]);
  });

  test('keeps the pairs of a changed decision, against what it was when it was reviewed', async () => {
    const before = (await report('counsel')).all;
    const id = await desk.draft(1, 'changed');
    await desk.send(id, 'second-review', { targets: [1], ...LABEL }, desk.reviewer2);
    await desk.send(id, 'decide', { select: { all: true }, ...LABEL });
    expect((await report('counsel')).all).toMatchObject({ pairs: before.pairs + 1, agreed: before.agreed });
  });

  test('counts a secret notice only for those who may read it', async () => {
    const before = (await report(desk.counsel2)).all.pairs;
    const people = {
      level: 'gagged',
      people: [
        desk.api.people.counsel.id,
        desk.reviewer2.id,
        (await desk.api.addPerson('Sworn2', ['approver'])).id,
        desk.api.people.reviewer.id,
      ],
    };
    const id = await desk.draft(3, 'quiet', { secrecy: people });
    const read = await desk.send(id, 'second-review', { targets: [1, 2, 3], ...WITHHOLD }, desk.reviewer2);
    expect(read.json().result.read).toBe(3);
    expect((await report(desk.counsel2)).all.pairs).toBe(before);
    expect((await report('counsel')).all.pairs).toBe(before + 3);
  });

  test('measures golden sets by person, for leads from the first answer on', async () => {
    const id = await desk.decide(40, 'set');
    await markAll(desk, { id, targets: Array.from({ length: 40 }, (_, no) => no + 1), set: 'Accounts' });
    await confirmAll(desk);
    const waiting = (await desk.queue(desk.reviewer3)).filter(({ locator }) => locator.startsWith('@set'));
    const give = (from: number, to: number, what: object) =>
      Promise.all(waiting.slice(from, to).map((item) => desk.answer(item.id, what, desk.reviewer3)));
    await give(0, 3, LABEL);
    await give(3, 29, { ...WITHHOLD, grounds: ['complied_under_protest'] });
    expect((await report('counsel')).golden).toMatchObject([
      { set: 'Accounts', person: { id: desk.reviewer3.id }, pairs: 29, agreed: 26, kappa: null, sameGrounds: 0 },
    ]);
    expect((await report(desk.reviewer3)).golden).toEqual([]);
    await give(29, 30, WITHHOLD);
    const [own] = (await report(desk.reviewer3)).golden;
    expect(own).toMatchObject({ pairs: 30, agreed: 27, sameGrounds: 1, kappa: { value: 0 } });
    expect((await report(desk.reviewer2)).golden).toEqual([]);
  });
});
