import { describe, expect, test } from '@jest/globals';
import { BUILT_IN_RULEBOOK, readRulebookContent } from '../../../rulebook/load.js';
import { makeRulebook } from '../../../rulebook/rulebook.js';
import { listVectorChanges, readVectors } from '../../../rulebook/vector-changes.js';

const content = readRulebookContent();
const book = makeRulebook(content);
const vectors = readVectors(BUILT_IN_RULEBOOK);
const LAW = 'IN-ITR-3-1-D';

/** The built-in law with one clock to comply that is an hour longer. */
function makeLonger() {
  const regimes = content.regimes.map((regime) => ({
    ...regime,
    versions: regime.versions.map((version) => ({
      ...version,
      clocks: version.clocks.map((clock) =>
        regime.id === LAW && clock.kind === 'comply' && clock.counting?.unit === 'hour'
          ? { ...clock, counting: { ...clock.counting, amount: clock.counting.amount + 1 } }
          : clock,
      ),
    })),
  }));
  return makeRulebook({ ...content, regimes });
}

describe('listVectorChanges', () => {
  test('names no vector for the same law', () => {
    expect(vectors.length).toBeGreaterThan(400);
    expect(listVectorChanges(vectors, book, makeRulebook(content))).toEqual([]);
  });

  test('counts each vector as the built-in law states it', () => {
    const changes = listVectorChanges(vectors, book, makeRulebook({ ...content, regimes: [] }));
    const stated = new Map(vectors.map(({ id, dueAt }) => [id, dueAt]));
    // Vectors of years without a calendar bring their own holidays.
    const dated = changes.filter(({ from }) => from !== null && from > '2010');
    expect(dated.filter(({ id, from }) => from !== stated.get(id))).toEqual([]);
    expect(changes.every(({ to }) => to === null)).toBe(true);
    expect(changes).toHaveLength(vectors.filter(({ dueAt }) => typeof dueAt === 'string').length);
  });

  test('names exactly the vectors of a changed clock, with both dues', () => {
    const changes = listVectorChanges(vectors, book, makeLonger());
    const own = vectors.filter(({ regime, clock, dueAt }) => regime === LAW && clock === 'clock:comply' && dueAt);
    expect(changes.map(({ id }) => id)).toEqual(own.map(({ id }) => id));
    const [first] = changes;
    expect(Date.parse(first?.to ?? '') - Date.parse(first?.from ?? '')).toBe(3_600_000);
  });
});
