import { describe, expect, test } from '@jest/globals';
import {
  findReviewRefusal,
  computeReviewStatus,
  type Review,
  type ReviewedLaw,
} from '../../../../domain/rulebook/review.js';

const LAW: ReviewedLaw = { digest: 'd1', fact: null, drafters: ['Reader One', 'Reader Two'], citedUntil: null };
const TODAY = '2026-11-27';
const SOME_DAY = Date.UTC(2026, 5, 1);

function aReview(name: string, patch: Partial<Review> = {}): Review {
  const by = { id: name, name, barAdmission: 'Delhi', jurisdiction: 'IN' };
  return { by, atMs: SOME_DAY, fact: null, digest: 'd1', scope: 'All', until: '2027-06-01', ...patch };
}

function stand(
  reviews: Review[],
  patch: { law?: Partial<ReviewedLaw>; wrongAtMs?: number; isCorrected?: boolean } = {},
) {
  const { law = {}, wrongAtMs, isCorrected = false } = patch;
  const mistakes = wrongAtMs === undefined ? [] : [{ number: 3, fact: 'secrecy', atMs: wrongAtMs, isCorrected }];
  return computeReviewStatus({ ...LAW, ...law }, { reviews, mistakes }, TODAY);
}

describe('review state of a law version', () => {
  test('is draft, then reviewed once, then reviewed twice by two counsel', () => {
    expect(stand([])).toEqual({ state: 'draft', until: null, by: [], mistakes: [] });
    expect(stand([aReview('a')])).toMatchObject({ state: 'reviewed_once', until: '2027-06-01' });
    expect(stand([aReview('a'), aReview('b', { until: '2027-01-01' })])).toMatchObject({
      state: 'reviewed_twice',
      until: '2027-01-01',
    });
  });

  test('stays reviewed once if the same counsel reviews it twice', () => {
    expect(stand([aReview('a'), aReview('a', { atMs: SOME_DAY + 1 })])).toMatchObject({ state: 'reviewed_once' });
  });

  test('becomes draft again if its text has changed', () => {
    expect(stand([aReview('a'), aReview('b')], { law: { digest: 'd2' } }).state).toBe('draft');
  });

  test('expires on the day the first of two reviews ends, until somebody reviews it again', () => {
    const over = aReview('b', { until: TODAY });
    expect(stand([aReview('a'), over]).state).toBe('expired');
    expect(stand([aReview('a'), aReview('b', { until: '2026-11-28' })]).state).toBe('reviewed_twice');
    expect(stand([aReview('a'), over, aReview('c')])).toMatchObject({
      state: 'reviewed_twice',
      by: [{ name: 'a' }, { name: 'c' }],
    });
  });

  test('expires when a citation is due for a new check, reviewed or not', () => {
    const law = { citedUntil: '2026-11-01' };
    expect(stand([], { law })).toMatchObject({ state: 'expired', until: '2026-11-01' });
    expect(stand([aReview('a'), aReview('b')], { law }).state).toBe('expired');
  });

  test('drops reviews from before a mistake was found, and lists the mistake until it is corrected', () => {
    const both = [aReview('a'), aReview('b', { atMs: SOME_DAY + 10 })];
    expect(stand(both, { wrongAtMs: SOME_DAY + 5 })).toMatchObject({ state: 'reviewed_once', mistakes: [3] });
    expect(stand(both, { wrongAtMs: SOME_DAY + 20, isCorrected: true })).toMatchObject({
      state: 'draft',
      mistakes: [],
    });
  });
});

describe('who may review a law version', () => {
  const may = (name: string, reviews: Review[]) =>
    findReviewRefusal(LAW, { reviews, mistakes: [] }, { person: { id: name, name }, today: TODAY });

  test('rejects a second review by the same counsel while the first is valid, and accepts a renewal', () => {
    expect(may('a', [aReview('a')])).toBe('reviewed_already');
    expect(may('b', [aReview('a')])).toBeNull();
    expect(may('a', [aReview('a', { until: TODAY })])).toBeNull();
  });

  test('lets the person who read the texts for the rulebook be one of two reviewers, but not both', () => {
    expect(may('Reader One', [])).toBeNull();
    expect(may('reader two', [aReview('Reader One')])).toBe('drafted');
    expect(may('c', [aReview('Reader One')])).toBeNull();
  });
});

describe('review state of one fact', () => {
  const fact = { id: 'secrecy', digest: 'f1' };
  const ofFact = { fact: 'secrecy', digest: 'f1' };

  test('counts reviews of the fact and of the whole version, by different counsel', () => {
    const both = [aReview('a', ofFact), aReview('b')];
    expect(stand(both, { law: { fact } })).toMatchObject({ state: 'reviewed_twice' });
    expect(stand(both)).toMatchObject({ state: 'reviewed_once', by: [{ id: 'b' }] });
    expect(stand(both, { law: { fact: { id: 'secrecy', digest: 'f2' }, digest: 'd2' } })).toMatchObject({
      state: 'draft',
    });
  });

  test('is not lost by a mistake found in another fact, unlike a review of the whole version', () => {
    const other = { id: 'remedies:1', digest: 'r1' };
    const reviews = [aReview('a', { fact: 'remedies:1', digest: 'r1' }), aReview('b')];
    const wrong = { law: { fact: other }, wrongAtMs: SOME_DAY + 1 };
    expect(stand(reviews, wrong)).toMatchObject({ state: 'reviewed_once', by: [{ id: 'a' }], mistakes: [] });
    expect(stand([aReview('a', ofFact)], { ...wrong, law: { fact } })).toMatchObject({ state: 'draft', mistakes: [3] });
  });
});
