import { describe, expect, test } from '@jest/globals';
import { joinLines } from '../../../console/notice/join-lines.js';
import { listOfferedCommands } from '../../../domain/notices/notice-view.js';
import type { Stage } from '../../../domain/notices/notice.js';
import type { SubmittingFacts } from '../../../domain/submissions/drafting.js';
import { RITA, submittingFacts } from '../../support/builders.js';
import { englishWords } from '../../support/words.js';
import { noWidth } from '../../../console/notice/targets/selection.js';
import { explainNotSubmit } from '../../../console/notice/why.js';
import { slotsText } from '../../../console/notice/submission-ahead.js';
import { isSameFilter, readTargetSearch } from '../../../console/notice/targets/target-search.js';

describe('address of a review', () => {
  test('holds the target filters and nothing else', () => {
    expect(readTargetSearch({ q: ' spam ', protected: 'any', open: 'x', action: '' })).toEqual({
      q: 'spam',
      protected: 'any',
    });
    expect(readTargetSearch({})).toEqual({});
  });

  test('is the same filter in any order of its parameters', () => {
    expect(isSameFilter({ q: 'a', status: 'drafted' }, { status: 'drafted', q: 'a' })).toBe(true);
    expect(isSameFilter({ protected: 'any' }, {})).toBe(false);
  });
});

test('the number column is as wide as its largest number, at least four digits', () => {
  expect([3, 1_178, 100_000].map((count) => noWidth(count)['--no-digits'])).toEqual([4, 4, 6]);
});

describe('explainNotSubmit', () => {
  const aNotice = (stage: Stage, facts: Partial<SubmittingFacts> = {}) =>
    ({
      stage,
      counts: { targets: 3, undecided: 0 },
      commands: listOfferedCommands(submittingFacts({ stage, acting: 3, ...facts }), { submission: null }, RITA),
      assigneeName: null,
    }) as never;

  test('allows submission before drafts are counted in review, but not for a notice in force', async () => {
    const t = await englishWords();
    expect(explainNotSubmit(aNotice('review'), undefined, t)).toBeNull();
    expect(explainNotSubmit(aNotice('in_force'), undefined, t)).toBe(t('notice:submitNothing'));
    expect(explainNotSubmit(aNotice('in_force'), 2, t)).toBeNull();
    expect(explainNotSubmit(aNotice('review'), 0, t)).toBe(t('notice:submitNothing'));
    expect(explainNotSubmit(aNotice('triage'), 3, t)).toBe(t('notice:submitTriage'));
  });

  test('refuses submission while the sender is unverified, with the reason on the button', async () => {
    const t = await englishWords();
    expect(explainNotSubmit(aNotice('review', { authenticity: 'unverified' }), 3, t)).toBe(t('notice:submitSender'));
    expect(explainNotSubmit(aNotice('review', { disclosed: 1 }), 3, t)).toBe(t('notice:submitSigner'));
    expect(explainNotSubmit(aNotice('review', { authenticity: 'unverified', acting: 0 }), 3, t)).toBeNull();
  });

  test('refuses submission while a repair is running', async () => {
    const t = await englishWords();
    expect(explainNotSubmit(aNotice('review', { repairing: true }), 3, t)).toBe(t('notice:repairing'));
  });
});

describe('approvals required for a submission', () => {
  const people = [
    { id: 'a', name: 'Asha', roles: ['approver' as const], away: false },
    { id: 'c', name: 'Caro', roles: ['counsel' as const], away: false },
    { id: 'm', name: 'Me', roles: ['approver' as const], away: false },
  ];
  const ahead = { byAction: { withhold: 60 }, protectedActing: 0, countries: ['IN'] };
  const said = async (massTargets: number) =>
    slotsText(ahead, { people, me: 'm', emergency: false, massTargets }, await englishWords());

  test('follow the desk’s mass limit and name the people who can approve', async () => {
    expect(await said(60)).toMatch(/Needs 1 approval: .*\(Asha or Caro\)/);
    expect(await said(59)).toMatch(/Needs 2 approvals: .*\(Asha\).*\(Caro\)/);
  });
});

describe('text of a file', () => {
  test('has an empty line where the document has one, and between its pages', () => {
    const lines = [
      { page: 1, line: 1, text: 'Ministry' },
      { page: 1, line: 2, text: 'New Delhi' },
      { page: 1, line: 4, text: 'Sir' },
      { page: 2, line: 5, text: 'Annexure' },
    ];
    expect(joinLines(lines)).toBe('Ministry\nNew Delhi\n\nSir\n\nAnnexure');
  });
});
