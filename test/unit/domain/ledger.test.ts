import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { DECISION_ACTIONS } from '../../../domain/targets/decision-action.js';
import { deriveOutcome, EMPTY_LEDGER } from '../../../domain/targets/ledger.js';
import { aLedger } from '../../support/builders.js';

describe('deriveOutcome', () => {
  test.each([
    ['nothing to say of a notice without targets', EMPTY_LEDGER, null],
    ['nothing to say while everything is undecided', aLedger({ undecided: 10, byAction: {} }), null],
    ['complied when all is applied', aLedger({ applied: 10 }), 'complied'],
    [
      'complied when the rest was done before',
      aLedger({ byAction: { withhold: 4, already_actioned: 6 }, applied: 4 }),
      'complied',
    ],
    ['complied when data were disclosed', aLedger({ byAction: { disclose: 10 } }), 'complied'],
    ['restored when all was applied and restored since', aLedger({ restored: 10 }), 'restored'],
    [
      'restored when the rest was refused',
      aLedger({ byAction: { withhold: 4, push_back: 6 }, restored: 4 }),
      'restored',
    ],
    ['partly complied when some of it was restored', aLedger({ applied: 4, restored: 6 }), 'partly_complied'],
    ['nothing to say while a question alone was put', aLedger({ byAction: { clarify: 10 } }), null],
    [
      'no compliance while clarification is requested for some',
      aLedger({ byAction: { clarify: 4, push_back: 6 } }),
      null,
    ],
    [
      'partly complied when clarification is requested for the rest',
      aLedger({ byAction: { withhold: 4, clarify: 6 }, applied: 4 }),
      'partly_complied',
    ],
    [
      'partly complied when some were refused',
      aLedger({ byAction: { withhold: 4, push_back: 6 }, applied: 4 }),
      'partly_complied',
    ],
    ['partly complied when some failed', aLedger({ applied: 9, failed: 1 }), 'partly_complied'],
    [
      'refused when nothing was done and something pushed back',
      aLedger({ byAction: { push_back: 1, not_found: 9 } }),
      'refused',
    ],
    ['unable when nothing was found', aLedger({ byAction: { not_found: 10 } }), 'unable'],
    ['unable when everything failed', aLedger({ failed: 10 }), 'unable'],
  ])('gives the outcome: %s', (_fact, ledger, outcome) => {
    expect(deriveOutcome(ledger)).toBe(outcome);
  });

  test('always derives an outcome for a ledger with decisions and no clarification', () => {
    const ledger = fc
      .record({
        counts: fc.array(
          fc.tuple(fc.constantFrom(...DECISION_ACTIONS.filter((action) => action !== 'clarify')), fc.nat(50)),
          {
            minLength: 1,
          },
        ),
        applied: fc.nat(50),
      })
      .map(({ counts, applied }) => {
        const byAction = Object.fromEntries(counts);
        const targets = Object.values(byAction).reduce((sum, count) => sum + count, 0);
        return aLedger({ targets, byAction, applied: Math.min(applied, targets) });
      });
    fc.assert(fc.property(ledger, (one) => expect(deriveOutcome(one) === null).toBe(one.targets === 0)));
  });
});
