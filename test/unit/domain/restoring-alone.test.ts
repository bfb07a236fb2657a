import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { mayActAlone, restorationRisks, type RestoreFacts } from '../../../domain/submission/restoring-alone.js';
import { RESTORE_CAUSES, seatsFor } from '../../../domain/submission/submission.js';
import { runs } from '../../support/jest/cases.js';

const NOTHING: RestoreFacts = {
  ended: null,
  papers: [],
  annulledLaw: null,
  refusedEmergency: null,
  wonAppeal: null,
  preservedUntil: null,
};
const END = { at: '2021-02-01T00:00:00.000Z', byAuthor: false, byTerm: false };
const PAPER = { notice: 'n2', number: 'N-2021-000002', byAuthor: false };

describe('whether a restoration needs another person', () => {
  test.each(RESTORE_CAUSES)('%s by its name alone does', (cause) => {
    expect(mayActAlone(cause, NOTHING)).toBeNull();
  });

  test('does not where the record shows what the cause claims, and names the document, instant or law', () => {
    expect(mayActAlone('order_lapsed', { ...NOTHING, ended: END })).toEqual({ basis: 'ended', endedAt: END.at });
    const paper = { basis: 'revocation', notice: 'n2', number: 'N-2021-000002' };
    expect(mayActAlone('order_revoked', { ...NOTHING, papers: [PAPER] })).toEqual(paper);
    expect(mayActAlone('order_annulled', { ...NOTHING, papers: [PAPER] })).toEqual(paper);
    const law = mayActAlone('order_annulled', { ...NOTHING, annulledLaw: 'IN-69A 2009' });
    expect(law).toEqual({ basis: 'annulment', law: 'IN-69A 2009' });
  });

  test('a won appeal always needs an approver: it is the decision of one person', () => {
    expect(mayActAlone('appeal_won', { ...NOTHING, wonAppeal: 'a1' })).toBeNull();
    expect(restorationRisks('appeal_won', { ...NOTHING, wonAppeal: 'a1' }).causeUnshown).toBe(false);
    expect(restorationRisks('appeal_won', NOTHING).causeUnshown).toBe(true);
  });

  test('a refused emergency lets anybody but the person who refused it restore alone', () => {
    const refused = { ...NOTHING, refusedEmergency: { submission: 1, byAuthor: false } };
    expect(mayActAlone('emergency_refused', refused)).toEqual({ basis: 'refusal', refused: 1 });
    expect(
      mayActAlone('emergency_refused', { ...NOTHING, refusedEmergency: { submission: 1, byAuthor: true } }),
    ).toBeNull();
  });

  test('what the author has put on record themself is their word alone', () => {
    expect(mayActAlone('order_lapsed', { ...NOTHING, ended: { ...END, byAuthor: true } })).toBeNull();
    const own = { ...PAPER, byAuthor: true };
    expect(mayActAlone('order_revoked', { ...NOTHING, papers: [own] })).toBeNull();
    expect(mayActAlone('order_revoked', { ...NOTHING, papers: [own, PAPER] })).not.toBeNull();
  });

  const fact = fc.record({
    ended: fc.option(fc.record({ at: fc.constant(END.at), byAuthor: fc.boolean(), byTerm: fc.boolean() })),
    papers: fc.array(fc.record({ notice: fc.uuid(), number: fc.string(), byAuthor: fc.boolean() }), { maxLength: 3 }),
    annulledLaw: fc.option(fc.string()),
    refusedEmergency: fc.option(fc.record({ submission: fc.nat(), byAuthor: fc.boolean() })),
    wonAppeal: fc.option(fc.string()),
    preservedUntil: fc.option(fc.constantFrom('open', '2027-02-25T00:00:00.000Z')),
  });
  const cause = fc.option(fc.constantFrom(...RESTORE_CAUSES));

  test('no restoration goes without a seat unless the record shows its cause, of another hand, and nothing is to be preserved', () => {
    fc.assert(
      fc.property(cause, fact, (named, facts) => {
        const basisShown = mayActAlone(named, facts) !== null;
        const seats = seatsFor({ purpose: 'restoration', cause: named, byLane: {}, protectedActing: 0, basisShown });
        if (seats.length > 0) return;
        expect(facts.preservedUntil).toBeNull();
        const shown = {
          order_lapsed: facts.ended?.byAuthor === false,
          order_revoked: facts.papers.some(({ byAuthor }) => !byAuthor),
          order_annulled: facts.papers.some(({ byAuthor }) => !byAuthor) || facts.annulledLaw !== null,
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

  test('and whoever is asked is told why: the record does not show what is claimed, or a term still runs', () => {
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
