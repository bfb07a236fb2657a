import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { canonicalJson } from '../../../domain/canonical-json.js';
import { canonicalSubmission } from '../../../domain/submissions/canonical-submission.js';
import {
  INTERVENTIONS,
  ENFORCED_ACTIONS,
  DECISION_ACTIONS,
  type DecisionAction,
} from '../../../domain/targets/decision-action.js';
import type { Role } from '../../../domain/people/permission.js';
import {
  canFillAll,
  countActing,
  countEnforced,
  findOpenSlots,
  refusesWholeOrder,
  RESTORE_CAUSES,
  listRisks,
  type ApproverSlot,
  findApproverSlots,
  type SubmissionFacts,
  toDigestContent,
} from '../../../domain/submissions/submission.js';

function facts(patch: Partial<SubmissionFacts> = {}): SubmissionFacts {
  return { purpose: 'decision', cause: null, byAction: { withhold: 1 }, protectedActing: 0, ...patch };
}

const ONE: ApproverSlot[] = ['approver'];
const WITH_COUNSEL: ApproverSlot[] = ['approver', 'counsel'];
const action = fc.constantFrom(...DECISION_ACTIONS);
const byAction = fc.dictionary(action, fc.integer({ min: 0, max: 3_000 })) as fc.Arbitrary<
  Partial<Record<DecisionAction, number>>
>;
/** People with a role that approves; the policy never sees others. */
const approver = fc.constantFrom<Role[]>(
  ['approver'],
  ['counsel'],
  ['approver', 'counsel'],
  ['reviewer', 'approver'],
  ['ops', 'counsel'],
);
const approverSlots = fc.constantFrom<ApproverSlot[]>(
  [],
  ONE,
  WITH_COUNSEL,
  ['counsel'],
  ['approver', 'approver', 'counsel'],
  ['counsel', 'counsel', 'approver'],
);

describe('findApproverSlots', () => {
  test.each(DECISION_ACTIONS.filter((name) => name !== 'disclose' && name !== 'push_back'))(
    'requires one approver for %s',
    (name) => {
      expect(findApproverSlots(facts({ byAction: { [name]: 1 } }))).toEqual(ONE);
    },
  );

  test('requires counsel as well for any disclosure, however small', () => {
    expect(findApproverSlots(facts({ byAction: { disclose: 1, push_back: 400 } }))).toEqual(WITH_COUNSEL);
  });

  test('requires counsel as well for an enforced action on a protected target', () => {
    expect(findApproverSlots(facts({ protectedActing: 1 }))).toEqual(WITH_COUNSEL);
  });

  test('requires counsel for the refusal of a whole order, but not of a part', () => {
    expect(findApproverSlots(facts({ byAction: { push_back: 3 } }))).toEqual(WITH_COUNSEL);
    expect(findApproverSlots(facts({ byAction: { push_back: 3, withhold: 1 } }))).toEqual(ONE);
    expect(findApproverSlots(facts({ byAction: { clarify: 3, not_found: 1 } }))).toEqual(ONE);
  });

  test.each(['already_actioned', 'not_found', 'clarify', 'not_the_target'] as const)(
    'requires counsel for many refusals even if one target is %s',
    (other) => {
      expect(findApproverSlots(facts({ byAction: { push_back: 20, [other]: 1 } }))).toEqual(WITH_COUNSEL);
      expect(listRisks(facts({ byAction: { push_back: 20, [other]: 1 } }))).toEqual(['refusal_of_all']);
    },
  );

  test('requires counsel for more acting targets than the mass limit, but not for exactly as many', () => {
    expect(findApproverSlots(facts({ byAction: { withhold: 600, label: 400 } }))).toEqual(ONE);
    expect(findApproverSlots(facts({ byAction: { withhold: 600, label: 401 } }))).toEqual(WITH_COUNSEL);
    expect(findApproverSlots(facts({ byAction: { push_back: 5_000, withhold: 1 } }))).toEqual(ONE);
    expect(findApproverSlots(facts({ byAction: { withhold: 11 } }), { massTargets: 10 })).toEqual(WITH_COUNSEL);
  });

  test('requires one approver for a letter alone', () => {
    expect(findApproverSlots(facts({ byAction: {} }))).toEqual(ONE);
  });

  test('requires no approver for a restoration if the record shows its cause, whatever was restricted', () => {
    const restored = { purpose: 'restoration', cause: 'order_lapsed', basisShown: true } as const;
    expect(findApproverSlots(facts({ ...restored, protectedActing: 5, byAction: { withhold: 5_000 } }))).toEqual([]);
  });

  test.each([...RESTORE_CAUSES, null])(
    'requires one approver for a restoration with the cause %s if the record does not show it',
    (cause) => {
      expect(findApproverSlots(facts({ purpose: 'restoration', cause }))).toEqual(ONE);
    },
  );

  test('counts the targets of earlier submissions of the same order towards the mass limit', () => {
    expect(findApproverSlots(facts({ byAction: { withhold: 400 }, actingBefore: 600 }))).toEqual(ONE);
    expect(findApproverSlots(facts({ byAction: { withhold: 400 }, actingBefore: 601 }))).toEqual(WITH_COUNSEL);
    expect(listRisks(facts({ byAction: { withhold: 400 }, actingBefore: 601 }))).toEqual(['mass']);
    // A submission without acting decisions needs no counsel because of earlier ones.
    expect(findApproverSlots(facts({ byAction: { clarify: 1 }, actingBefore: 5_000 }))).toEqual(ONE);
  });

  test('reports unread checklist points and a missing document as risks without an extra approver slot', () => {
    const bare = facts({ checklistUnread: 2, documentMissing: true });
    expect(listRisks(bare)).toEqual(['document_missing', 'checklist_unread']);
    expect(findApproverSlots(bare)).toEqual(ONE);
    expect(listRisks(facts({ checklistUnread: 0, documentMissing: false }))).toEqual([]);
  });

  test('never requires fewer approver slots if more targets are acted on', () => {
    fc.assert(
      fc.property(byAction, fc.constantFrom(...INTERVENTIONS), fc.nat(3_000), (counts, name, more) => {
        fc.pre(!refusesWholeOrder(facts({ byAction: counts })));
        const grown = { ...counts, [name]: (counts[name] ?? 0) + more };
        expect(findApproverSlots(facts({ byAction: grown })).length).toBeGreaterThanOrEqual(
          findApproverSlots(facts({ byAction: counts })).length,
        );
      }),
    );
  });
});

describe('counting of decisions by action', () => {
  test('counts as enforced all acting decisions except disclosures', () => {
    fc.assert(
      fc.property(byAction, (counts) => {
        expect(countActing(counts)).toBe(countEnforced(counts) + (counts.disclose ?? 0));
      }),
    );
    expect([...ENFORCED_ACTIONS, 'disclose'].sort()).toEqual([...INTERVENTIONS].sort());
  });

  test('does not treat an order without decisions as refused as a whole', () => {
    expect(refusesWholeOrder(facts({ byAction: {} }))).toBe(false);
    expect(refusesWholeOrder(facts({ byAction: { withhold: 0, push_back: 2 } }))).toBe(true);
  });
});

describe('canFillAll', () => {
  test('accepts counsel and approver in either order, and two counsel', () => {
    expect(canFillAll(WITH_COUNSEL, [['counsel'], ['approver']])).toBe(true);
    expect(canFillAll(WITH_COUNSEL, [['approver'], ['counsel']])).toBe(true);
    expect(canFillAll(WITH_COUNSEL, [['counsel'], ['counsel']])).toBe(true);
  });

  test('rejects two approvers for an approver slot of counsel', () => {
    expect(canFillAll(WITH_COUNSEL, [['approver'], ['approver']])).toBe(false);
  });

  test('rejects a reviewer and a person without roles for an approver slot', () => {
    expect(canFillAll(ONE, [['reviewer']])).toBe(false);
    expect(canFillAll(ONE, [[]])).toBe(false);
    expect(canFillAll(ONE, [])).toBe(true);
  });

  test('gives the same result whatever the order of the approvals', () => {
    fc.assert(
      fc.property(approverSlots, fc.array(approver, { maxLength: 4 }), fc.integer(), (needed, people, turn) => {
        const turned = people.map((_, at) => people[(at + Math.abs(turn)) % people.length] ?? []);
        expect(canFillAll(needed, turned)).toBe(canFillAll(needed, people));
        expect(canFillAll(needed.toReversed(), people.toReversed())).toBe(canFillAll(needed, people));
      }),
    );
  });

  test('rejects more approvals than approver slots', () => {
    fc.assert(
      fc.property(approverSlots, fc.array(approver, { maxLength: 5 }), (needed, people) => {
        if (people.length > needed.length) expect(canFillAll(needed, people)).toBe(false);
      }),
    );
  });
});

describe('findOpenSlots', () => {
  test('returns the approver slots that are still open', () => {
    expect(findOpenSlots(WITH_COUNSEL, [['approver']])).toEqual(['counsel']);
    expect(findOpenSlots(WITH_COUNSEL, [['counsel']])).toEqual(['approver']);
    expect(findOpenSlots(WITH_COUNSEL, [])).toEqual(WITH_COUNSEL);
    expect(findOpenSlots(WITH_COUNSEL, [['counsel'], ['counsel']])).toEqual([]);
  });

  test('returns the same slots whatever the order of the approvals', () => {
    fc.assert(
      fc.property(approverSlots, fc.array(approver, { maxLength: 3 }), (needed, people) => {
        fc.pre(canFillAll(needed, people));
        expect(findOpenSlots(needed, people.toReversed()).sort()).toEqual(findOpenSlots(needed, people).sort());
      }),
    );
  });

  test('accepts exactly those people who could fill an open approver slot', () => {
    fc.assert(
      fc.property(approverSlots, fc.array(approver, { maxLength: 3 }), approver, (needed, people, next) => {
        fc.pre(canFillAll(needed, people));
        const open = findOpenSlots(needed, people);
        expect(open).toHaveLength(needed.length - people.length);
        const fits = open.length > 0 && (next.includes('counsel') || open.includes('approver'));
        expect(canFillAll(needed, [...people, next])).toBe(fits);
      }),
    );
  });
});

describe('toDigestContent', () => {
  const fields = {
    no: fc.nat(1_000),
    type: fc.constant('account'),
    locator: fc.string(),
    action,
    grounds: fc.uniqueArray(fc.string()),
    countries: fc.uniqueArray(fc.constantFrom('IN', 'DE', 'FR')),
    note: fc.string(),
  };
  const line = fc.record(fields);

  test('gives the same content whatever the order of targets, grounds and countries', () => {
    fc.assert(
      fc.property(fc.uniqueArray(line, { selector: ({ no }) => no }), (lines) => {
        const content = { noticeId: 'n', submission: 1, purpose: 'decision' as const, cause: null, letter: null };
        const turned = lines
          .toReversed()
          .map((one) => ({ ...one, grounds: one.grounds.toReversed(), countries: one.countries.toReversed() }));
        expect(toDigestContent({ ...content, lines: turned })).toEqual(toDigestContent({ ...content, lines }));
      }),
    );
  });

  test('serialises to the same text as canonicalJson for any content', () => {
    const text = fc.string({ unit: 'binary' });
    const letter = fc.option(
      fc.record(
        {
          language: text,
          fields: fc.record({ salutation: text, remarks: text }, { requiredKeys: [] }),
          missing: fc.array(text),
        },
        { requiredKeys: ['language', 'fields'] },
      ),
    );
    const lines = fc.uniqueArray(fc.record({ ...fields, locator: text, note: text }), { selector: ({ no }) => no });
    fc.assert(
      fc.property(
        letter,
        lines,
        fc.constantFrom(null, 'order_revoked' as const),
        fc.constantFrom({}, { emergency: true as const }),
        text,
        (letters, some, cause, emergency, noticeId) => {
          const content = {
            noticeId,
            submission: 3,
            purpose: 'restoration' as const,
            cause,
            letter: letters,
            lines: some,
            ...emergency,
          };
          expect(canonicalSubmission(content)).toBe(canonicalJson(toDigestContent(content)));
        },
      ),
    );
  });
});
