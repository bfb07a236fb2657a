import { describe, expect, test } from '@jest/globals';
import type { ApproverSlot } from '../../../domain/submissions/submission.js';
import {
  countActingTargets,
  countEnforcedTargets,
  needsTypedNumber,
  numberToType,
  readNumber,
} from '../../../console/approval/counts.js';
import { listFlags } from '../../../console/approval/flags.js';
import { splitChanges, toShownGroups } from '../../../console/approval/groups.js';
import {
  leftAfter,
  reasonsForCounsel,
  stillOpen,
  toShownSlots,
  whyNotRatify,
} from '../../../console/approval/approver-slots.js';
import type { Ratification, SubmissionRecord } from '../../../console/approval/types.js';
import type { Role } from '../../../domain/people/permission.js';
import { NOTHING_ODD } from '../../support/console/shown.js';

const AT = '2026-02-09T16:33:00.000Z';

function submission(patch: Partial<SubmissionRecord> = {}): SubmissionRecord {
  return {
    number: 2,
    purpose: 'decision',
    state: 'open',
    digest: 'sha256:7b0e4f',
    by: 'ana',
    drafters: ['ana'],
    lapsedApprovals: [],
    byName: 'Ana Lindqvist',
    at: AT,
    approvalsNeeded: 1,
    approverSlots: ['approver'],
    risks: [],
    actingSoFar: 10,
    emergency: false,
    approvals: [],
    byAction: { withhold: 10, push_back: 5 },
    targets: 15,
    letter: null,
    comment: null,
    returned: null,
    ...patch,
  };
}

const ROLES: Record<string, Role[]> = { jonas: ['approver'], meera: ['counsel'], ana: ['reviewer'], rui: ['reviewer'] };
const findRoles = (person: string) => ROLES[person] ?? [];
const approval = (by: string) => ({ by, name: by, at: AT });

describe('number to type before an approval', () => {
  test('an act on 25 targets or more needs the number typed by hand', () => {
    expect(needsTypedNumber(24)).toBe(false);
    expect(needsTypedNumber(25)).toBe(true);
  });

  test('counts acting decisions only, and is required above a handful', () => {
    expect(countActingTargets(submission())).toBe(10);
    expect(numberToType(submission())).toBeNull();
    expect(numberToType(submission({ byAction: { withhold: 24, disclose: 1, push_back: 900 } }))).toBe(25);
  });

  test('is required for fewer targets when the submission is flagged as mass', () => {
    expect(numberToType(submission({ risks: ['mass'] }))).toBe(10);
  });

  test('equals the number of restored targets for a restoration', () => {
    const restoration = submission({ purpose: 'restoration', byAction: {}, targets: 40 });
    expect(numberToType(restoration)).toBe(40);
    expect(countEnforcedTargets(restoration)).toBe(40);
  });

  test('leaves out of the enforced count the actions that the platform does not have', () => {
    expect(countEnforcedTargets(submission({ byAction: { withhold: 3, disclose: 2 } }))).toBe(3);
  });

  test.each([
    ['583', 583],
    [' 1,178 ', 1178],
    ['1.178', 1178],
    ['1 178', 1178],
    ['', null],
    ['12a', null],
    ['-5', null],
  ])('readNumber reads %j as %j', (text, number) => {
    expect(readNumber(text)).toBe(number);
  });
});

describe('groups of similar changes', () => {
  const groups = [
    { from: 'remove_rules', to: 'push_back', count: 12, protected: 0 },
    { from: 'withhold', to: 'push_back', count: 11, protected: 9 },
    { from: 'push_back', to: 'push_back', count: 6, protected: 0 },
  ] as const;

  test('are shown with protected targets first and apart, then the largest group', () => {
    expect(toShownGroups(groups).map(({ key, count }) => [key, count])).toEqual([
      ['withhold>push_back!', 9],
      ['remove_rules>push_back', 12],
      ['push_back>push_back', 6],
      ['withhold>push_back', 2],
    ]);
  });

  test('are counted by changed action and by changed ground', () => {
    expect(splitChanges(groups)).toEqual({ actions: 23, grounds: 6 });
  });
});

describe('flags shown to the approver', () => {
  const point = (id: string, answer: 'present' | 'missing' | null) => ({
    id,
    asks: `${id}.`,
    answer,
    sentence: '',
    lack: 'clocks_run' as const,
    source: '',
    confidence: 'primary' as const,
    suggested: null,
  });
  const names = (flags: ReturnType<typeof listFlags>) => flags.map(({ name }) => name);

  test('come in order: protected people, irreversible acts, other risks, then the document', () => {
    const flags = listFlags({
      submission: submission({ risks: ['disclosure', 'protected', 'wider_than_order', 'departs_from_precedent'] }),
      checklist: [
        point('reasons', 'missing'),
        point('item grounds', 'missing'),
        point('date', 'present'),
        point('seal', null),
      ],
      guarded: 9,
      guardedActing: 2,
      unreadLines: 300,
      letterNotes: ['not_reviewed', 'written_in_english', 'not_reviewed'],
      reach: 'India',
      order: null,
    });
    expect(names(flags)).toEqual([
      'protected_acting',
      'disclosure',
      'wider_than_order',
      'departs_from_precedent',
      'written_in_english',
      'not_reviewed',
      'list_unread',
      'checklist_missing',
      'checklist_unread',
    ]);
    expect(flags.find(({ name }) => name === 'not_reviewed')?.count).toBe(2);
    expect(flags.find(({ name }) => name === 'checklist_missing')?.values).toEqual({
      of: 4,
      names: 'reasons. item grounds.',
    });
  });

  test('start with an order that is not in effect, with who upheld it and why', () => {
    const upheld = {
      by: 'c1',
      byName: 'Caro',
      at: '2021-02-01T00:00:00.000Z',
      reason: 'Another order.',
      document: null,
    };
    const reason = 'The order is withdrawn by N-2021-000002.';
    const flags = listFlags({
      submission: submission({ risks: ['order_not_in_effect', 'disclosure'], byAction: { disclose: 1 } }),
      checklist: [],
      guarded: 9,
      guardedActing: 2,
      unreadLines: 0,
      letterNotes: [],
      reach: 'India',
      order: { since: null, number: 'N-2021-000002', reason, upheld },
    });
    expect(names(flags)).toEqual(['order_not_in_effect', 'protected_acting', 'disclosure']);
    expect(flags[0]?.values).toEqual({ status: reason, name: 'Caro', reason: 'Another order.' });
  });

  test('start with a blocked approval for an order that counsel has not upheld', () => {
    const reason = 'The order is withdrawn by N-2021-000002.';
    const flags = listFlags({
      submission: submission({ risks: ['order_not_in_effect'], byAction: { withhold: 1 } }),
      checklist: [],
      guarded: 0,
      guardedActing: 0,
      unreadLines: 0,
      letterNotes: [],
      reach: 'India',
      order: { since: null, number: 'N-2021-000002', reason, upheld: null },
    });
    expect(flags[0]).toMatchObject({ name: 'order_stopped', values: { status: reason } });
  });

  test('state when all protected targets are spared', () => {
    const flags = listFlags({
      submission: submission(),
      checklist: [],
      guarded: 9,
      guardedActing: 0,
      unreadLines: 0,
      letterNotes: [],
      reach: 'India',
      order: null,
    });
    expect(names(flags)).toEqual(['protected_spared']);
    expect(flags[0]?.show).toEqual({ protected: 'any' });
  });

  test('count the targets of earlier submissions for a mass submission only where there are any', () => {
    const flagged = (actingSoFar: number) =>
      listFlags({
        submission: submission({ byAction: { withhold: 500, push_back: 20 }, risks: ['mass'], actingSoFar }),
        ...NOTHING_ODD,
      });
    expect(flagged(500)).toMatchObject([{ name: 'mass_at_once', count: 500 }]);
    expect(flagged(620)).toMatchObject([{ name: 'mass', count: 620, values: { here: 500 } }]);
  });

  test('count removals that reach everywhere, with the reach of the order', () => {
    const flagged = (byAction: SubmissionRecord['byAction'], risks: SubmissionRecord['risks'] = []) =>
      listFlags({
        submission: submission({ byAction, risks }),
        ...NOTHING_ODD,
      });
    expect(flagged({ withhold: 583, remove_rules: 558 })).toEqual([
      { name: 'everywhere', tone: 'caution', count: 558, values: { reach: 'India' }, show: { action: 'remove_rules' } },
    ]);
    expect(flagged({ withhold: 583 })).toEqual([]);
    expect(names(flagged({ remove_law: 3 }, ['wider_than_order']))).toEqual(['everywhere']);
    expect(names(flagged({ remove_law: 3, withhold: 1 }, ['wider_than_order']))).toEqual([
      'everywhere',
      'wider_than_order',
    ]);
  });

  test('show for a restoration only what the record does not show and what is released early', () => {
    const flagged = (risks: SubmissionRecord['risks']) =>
      names(
        listFlags({
          submission: submission({ purpose: 'restoration', cause: 'order_revoked', risks }),
          checklist: [point('x', 'missing')],
          guarded: 3,
          guardedActing: 0,
          unreadLines: 0,
          letterNotes: [],
          reach: 'India',
          order: null,
        }),
      );
    expect(flagged([])).toEqual([]);
    expect(flagged(['cause_unshown'])).toEqual(['cause_unshown']);
    expect(flagged(['still_preserved'])).toEqual(['still_preserved']);
  });

  test('link a wider reach to an action that the submission contains', () => {
    const show = (byAction: SubmissionRecord['byAction']) =>
      listFlags({
        submission: submission({ risks: ['wider_than_order'], byAction }),
        ...NOTHING_ODD,
      })[0]?.show;
    expect(show({ remove_rules: 3, withhold: 4 })).toEqual({ action: 'remove_rules' });
    expect(show({ remove_law: 3 })).toEqual({ action: 'remove_law' });
    expect(show({ withhold: 4 })).toEqual({ action: 'withhold' });
  });
});

describe('approver slots of a submission', () => {
  const both: ApproverSlot[] = ['approver', 'counsel'];

  test('show who approved, the slot the reader would fill, and what is left for others', () => {
    const approverSlots = toShownSlots({ approverSlots: both, approvals: [], rolesOf: findRoles }, 'approver');
    expect(approverSlots.map(({ state }) => state)).toEqual(['yours', 'open']);
    expect(leftAfter(approverSlots)).toEqual(['counsel']);
    const second = toShownSlots({ approverSlots: both, approvals: [approval('jonas')], rolesOf: findRoles }, 'counsel');
    expect(second.map(({ state }) => state)).toEqual(['filled', 'yours']);
    expect(leftAfter(second)).toEqual([]);
  });

  test('count counsel’s approval for the slot where it helps most', () => {
    expect(stillOpen({ approverSlots: both, approvals: [approval('meera')], rolesOf: findRoles })).toEqual([
      'approver',
    ]);
  });

  test('give a delegate the roles of the person they represent', () => {
    const delegated = { ...approval('rui'), for: [{ id: 'meera', name: 'Meera' }] };
    expect(stillOpen({ approverSlots: both, approvals: [delegated], rolesOf: findRoles })).toEqual(['approver']);
  });

  test('stay filled after the approver has left', () => {
    expect(stillOpen({ approverSlots: both, approvals: [approval('gone')], rolesOf: findRoles })).toHaveLength(1);
  });

  test('require counsel for the risks that the table assigns to counsel', () => {
    expect(
      reasonsForCounsel({ approverSlots: both, risks: ['emergency', 'protected', 'departs_from_precedent'] }),
    ).toEqual(['protected']);
    expect(reasonsForCounsel({ approverSlots: ['approver'], risks: ['wider_than_order'] })).toEqual([]);
  });
});

describe('ratification of an emergency', () => {
  const ratification: Ratification = {
    submission: 2,
    digest: 'sha256:7b0e4f',
    state: 'open',
    approverSlots: ['counsel'],
    approvals: [],
    openedAt: AT,
    settledAt: null,
  };
  const carriedOut = submission({ state: 'approved', emergency: true, approvals: [approval('jonas')] });
  const why = (id: string) =>
    whyNotRatify({ submission: carriedOut, ratification }, { id, name: id, roles: findRoles(id) });

  test('is refused to the author and to the approver of the emergency', () => {
    expect(why('ana')).toContain('You made this submission');
    expect(why('jonas')).toContain('on your approval');
    expect(why('rui')).toContain('requires one of the roles');
    expect(why('meera')).toBeNull();
  });
});
