import { describe, expect, test } from '@jest/globals';
import { commandsOf } from '../../../domain/notice/notice-view.js';
import type { Stage } from '../../../domain/notice/notice.js';
import type { SubmittingFacts } from '../../../domain/submission/drafting.js';
import { RITA, submittingFacts } from '../../support/builders.js';
import { englishWords } from '../../support/words.js';
import { isOnRecord } from '../../../console/enforcement/basis-gone.js';
import { noWidth } from '../../../console/notice/targets/selection.js';
import { whyNotSubmit } from '../../../console/notice/why.js';
import { seatsText } from '../../../console/notice/submission-ahead.js';
import { isSameFilter, readTargetSearch } from '../../../console/notice/targets/target-search.js';

describe('the address of a review', () => {
  test('holds what narrows the targets and nothing else', () => {
    expect(readTargetSearch({ q: ' spam ', protected: 'any', open: 'x', lane: '' })).toEqual({
      q: 'spam',
      protected: 'any',
    });
    expect(readTargetSearch({})).toEqual({});
  });

  test('is one filter however its parts are ordered', () => {
    expect(isSameFilter({ q: 'a', status: 'drafted' }, { status: 'drafted', q: 'a' })).toBe(true);
    expect(isSameFilter({ protected: 'any' }, {})).toBe(false);
  });
});

test('the column of numbers has place for the largest, and for four digits at least', () => {
  expect([3, 1_178, 100_000].map((count) => noWidth(count)['--no-digits'])).toEqual([4, 4, 6]);
});

describe('whether a notice can be submitted', () => {
  const aNotice = (stage: Stage, facts: Partial<SubmittingFacts> = {}) =>
    ({
      stage,
      counts: { targets: 3, undecided: 0 },
      commands: commandsOf(submittingFacts({ stage, acting: 3, ...facts }), { submission: null }, RITA),
      assigneeName: null,
    }) as never;

  test('is known before the drafts are counted where all is decided, and not where something is in force', async () => {
    const t = await englishWords();
    expect(whyNotSubmit(aNotice('review'), undefined, t)).toBeNull();
    expect(whyNotSubmit(aNotice('in_force'), undefined, t)).toBe(t('notice:submitNothing'));
    expect(whyNotSubmit(aNotice('in_force'), 2, t)).toBeNull();
    expect(whyNotSubmit(aNotice('review'), 0, t)).toBe(t('notice:submitNothing'));
    expect(whyNotSubmit(aNotice('triage'), 3, t)).toBe(t('notice:submitTriage'));
  });

  test('is not offered on a notice whose sender nobody has verified, and the button says so', async () => {
    const t = await englishWords();
    expect(whyNotSubmit(aNotice('review', { authenticity: 'unverified' }), 3, t)).toBe(t('notice:submitSender'));
    expect(whyNotSubmit(aNotice('review', { disclosed: 1 }), 3, t)).toBe(t('notice:submitSigner'));
    expect(whyNotSubmit(aNotice('review', { authenticity: 'unverified', acting: 0 }), 3, t)).toBeNull();
  });

  test('waits for a repair', async () => {
    const t = await englishWords();
    expect(whyNotSubmit(aNotice('review', { repairing: true }), 3, t)).toBe(t('notice:repairing'));
  });
});

describe('who has to say yes to a submission', () => {
  const people = [
    { id: 'a', name: 'Asha', roles: ['approver' as const], away: false },
    { id: 'c', name: 'Caro', roles: ['counsel' as const], away: false },
    { id: 'm', name: 'Me', roles: ['approver' as const], away: false },
  ];
  const ahead = { byLane: { withhold: 60 }, protectedActing: 0, countries: ['IN'] };
  const said = async (massTargets: number) =>
    seatsText(ahead, { people, me: 'm', emergency: false, massTargets }, await englishWords());

  test('is said by the limit of this desk, with the names of those who can', async () => {
    expect(await said(60)).toMatch(/one yes: .*\(Asha\)/);
    expect(await said(59)).toMatch(/2 yeses: .*\(Asha\).*\(Caro\)/);
  });
});

describe('that the basis of a restriction is gone', () => {
  const now = Date.parse('2021-02-10T00:00:00.000Z');
  const notice = { effectiveUntil: null, links: [], attention: [] };
  const bare = { notice, clocks: [], now };
  const theirs = (patch: object) => [
    { owner: 'authority' as const, state: 'lapsed' as const, form: 'ceiling' as const, ...patch },
  ];

  test('has to be on the record before anything is restored on one person’s word', () => {
    expect(isOnRecord('order_lapsed', bare)).toBe(false);
    expect(isOnRecord('order_revoked', bare)).toBe(false);
    expect(isOnRecord('order_annulled', bare)).toBe(false);
  });

  test('is there when the end of the order has passed or a time of the authority has run out', () => {
    const ended = { ...notice, effectiveUntil: '2021-02-09T00:00:00.000Z' };
    const ahead = { ...notice, effectiveUntil: '2021-03-09T00:00:00.000Z' };
    expect(isOnRecord('order_lapsed', { ...bare, notice: ended })).toBe(true);
    expect(isOnRecord('order_lapsed', { ...bare, notice: ahead })).toBe(false);
    expect(isOnRecord('order_lapsed', { ...bare, clocks: theirs({}) })).toBe(true);
    expect(isOnRecord('order_lapsed', { ...bare, clocks: theirs({ form: 'floor' }) })).toBe(false);
    expect(isOnRecord('order_lapsed', { ...bare, clocks: theirs({ owner: 'us' }) })).toBe(false);
  });

  test('is there when a paper that revokes the order is linked, or the desk has found it', () => {
    const link = { notice: 'x', number: 'N-1', as: 'revokes' as const, direction: 'from' as const };
    expect(isOnRecord('order_revoked', { ...bare, notice: { ...notice, links: [link] } })).toBe(true);
    expect(isOnRecord('order_revoked', { ...bare, notice: { ...notice, links: [{ ...link, direction: 'to' }] } })).toBe(
      false,
    );
    const attention = [{ id: 'a', kind: 'restore_due' as const, since: '', summary: '' }];
    expect(isOnRecord('order_annulled', { ...bare, notice: { ...notice, attention } })).toBe(true);
  });

  test('is not asked where another person’s yes is', () => {
    for (const cause of ['appeal_won', 'own_error', 'unilateral'] as const) expect(isOnRecord(cause, bare)).toBe(true);
  });
});
