import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { mayActAlone, restorationRisks, type RestoreFacts } from '../../../domain/submissions/restoring-alone.js';
import { RESTORE_CAUSES, findApproverSlots } from '../../../domain/submissions/submission.js';
import { runs } from '../../support/jest/cases.js';

const NOTHING: RestoreFacts = {
  ended: null,
  documents: [],
  annulledLaw: null,
  refusedEmergency: null,
  wonAppeal: null,
  preservedUntil: null,
};
const END = { at: '2021-02-01T00:00:00.000Z', byAuthor: false, byTerm: false };
const ORDER_DOCUMENT = { notice: 'n2', number: 'N-2021-000002', byAuthor: false };

describe('mayActAlone: restoration by the author alone', () => {
  test.each(RESTORE_CAUSES)('requires another person for %s if the record shows nothing', (cause) => {
    expect(mayActAlone(cause, NOTHING)).toBeNull();
  });

  test('lets the author restore alone if the record shows the cause, and names the document, instant or law', () => {
    expect(mayActAlone('order_lapsed', { ...NOTHING, ended: END })).toEqual({ basis: 'ended', endedAt: END.at });
    const document = { basis: 'revocation', notice: 'n2', number: 'N-2021-000002' };
    expect(mayActAlone('order_revoked', { ...NOTHING, documents: [ORDER_DOCUMENT] })).toEqual(document);
    expect(mayActAlone('order_annulled', { ...NOTHING, documents: [ORDER_DOCUMENT] })).toEqual(document);
    const law = mayActAlone('order_annulled', { ...NOTHING, annulledLaw: 'IN-69A 2009' });
    expect(law).toEqual({ basis: 'annulment', law: 'IN-69A 2009' });
  });

  test('requires an approver after a won appeal, as that is one person’s decision', () => {
    expect(mayActAlone('appeal_won', { ...NOTHING, wonAppeal: 'a1' })).toBeNull();
    expect(restorationRisks('appeal_won', { ...NOTHING, wonAppeal: 'a1' }).causeUnshown).toBe(false);
    expect(restorationRisks('appeal_won', NOTHING).causeUnshown).toBe(true);
  });

  test('lets any person but the one who refused an emergency restore it alone', () => {
    const refused = { ...NOTHING, refusedEmergency: { submission: 1, byAuthor: false } };
    expect(mayActAlone('emergency_refused', refused)).toEqual({ basis: 'refusal', refused: 1 });
    expect(
      mayActAlone('emergency_refused', { ...NOTHING, refusedEmergency: { submission: 1, byAuthor: true } }),
    ).toBeNull();
  });

  test('ignores facts that the author put on record themself', () => {
    expect(mayActAlone('order_lapsed', { ...NOTHING, ended: { ...END, byAuthor: true } })).toBeNull();
    const own = { ...ORDER_DOCUMENT, byAuthor: true };
    expect(mayActAlone('order_revoked', { ...NOTHING, documents: [own] })).toBeNull();
    expect(mayActAlone('order_revoked', { ...NOTHING, documents: [own, ORDER_DOCUMENT] })).not.toBeNull();
  });

  const fact = fc.record({
    ended: fc.option(fc.record({ at: fc.constant(END.at), byAuthor: fc.boolean(), byTerm: fc.boolean() })),
    documents: fc.array(fc.record({ notice: fc.uuid(), number: fc.string(), byAuthor: fc.boolean() }), {
      maxLength: 3,
    }),
    annulledLaw: fc.option(fc.string()),
    refusedEmergency: fc.option(fc.record({ submission: fc.nat(), byAuthor: fc.boolean() })),
    wonAppeal: fc.option(fc.string()),
    preservedUntil: fc.option(fc.constantFrom('open', '2027-02-25T00:00:00.000Z')),
  });
  const cause = fc.option(fc.constantFrom(...RESTORE_CAUSES));

  test('requires an approver unless another person’s record shows the cause and nothing has to be preserved', () => {
    fc.assert(
      fc.property(cause, fact, (named, facts) => {
        const basisShown = mayActAlone(named, facts) !== null;
        const approverSlots = findApproverSlots({
          purpose: 'restoration',
          cause: named,
          byAction: {},
          protectedActing: 0,
          basisShown,
        });
        if (approverSlots.length > 0) return;
        expect(facts.preservedUntil).toBeNull();
        const shown = {
          order_lapsed: facts.ended?.byAuthor === false,
          order_revoked: facts.documents.some(({ byAuthor }) => !byAuthor),
          order_annulled: facts.documents.some(({ byAuthor }) => !byAuthor) || facts.annulledLaw !== null,
          emergency_refused: facts.refusedEmergency?.byAuthor === false,
          appeal_won: false,
          own_error: false,
          unilateral: false,
        };
        expect(named !== null && shown[named]).toBe(true);
      }),
      runs(2_000),
    );
  });

  test('names the risk to approvers: the cause is not on record, or a preservation period still runs', () => {
    const claiming = fc.constantFrom(...RESTORE_CAUSES.filter((one) => one !== 'own_error' && one !== 'unilateral'));
    fc.assert(
      fc.property(claiming, fact, (named, facts) => {
        const { causeUnshown, stillPreserved } = restorationRisks(named, facts);
        const isShown = mayActAlone(named, facts) !== null || (named === 'appeal_won' && facts.wonAppeal !== null);
        expect(causeUnshown).toBe(!isShown && !stillPreserved);
        expect(stillPreserved).toBe(facts.preservedUntil !== null);
      }),
    );
    expect(restorationRisks('own_error', NOTHING)).toEqual({ causeUnshown: false, stillPreserved: false });
  });
});
