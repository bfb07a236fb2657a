import { describe, expect, test } from '@jest/globals';
import { lettersFor } from '../../../../domain/letters/letter.js';

describe('lettersFor', () => {
  test.each([
    ['only asks', { clarify: 3 }, ['clarification']],
    ['only refuses', { push_back: 3 }, ['push_back']],
    ['refuses and asks', { push_back: 1, clarify: 2 }, ['push_back', 'clarification']],
  ] as const)('leaves the report of effect out of a submission that %s', (_, byAction, letters) => {
    expect(lettersFor(byAction, 3)).toEqual(letters);
  });

  test.each([
    ['enforces', { withhold: 3 }, ['report_of_effect']],
    ['enforces and asks', { remove_law: 1, clarify: 2 }, ['clarification', 'report_of_effect']],
    ['finds nothing', { not_found: 3 }, ['report_of_effect']],
    ['preserves', { preserve: 3 }, ['report_of_effect', 'preservation_confirmation']],
  ] as const)('includes the report of effect for a submission that %s', (_, byAction, letters) => {
    expect(lettersFor(byAction, 3)).toEqual(letters);
  });

  test('answers a notice without targets with one status update', () => {
    expect(lettersFor({}, 0)).toEqual(['status_update']);
  });
});
