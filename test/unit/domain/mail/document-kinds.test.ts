import { describe, expect, test } from '@jest/globals';
import { proposeKind } from '../../../../domain/documents/kinds.js';

describe('proposeKind', () => {
  test.each([
    ['Blocking order', '', 'blocking_order'],
    ['Reminder: blocking order of 4 February', '', 'reminder'],
    ['Sperranordnung', '', 'blocking_order'],
    ['Löschung', 'Hiermit wird angeordnet, den Beitrag zu entfernen.', 'removal_order'],
    ['URGENT', 'Show-cause notice under section 79', 'show_cause'],
    ['Case 7', 'In the High Court of Exemplo', 'court_order'],
    ['Request for information', '', 'information_order'],
    ['Widerruf', '', 'revocation'],
  ])('reads %j %j as %s', (subject, text, kind) => {
    expect(proposeKind({ subject, text })).toBe(kind);
  });

  test.each([
    ['Hello', 'We met in the corridor.'],
    ['Your block in the neighbourhood', 'No more of this.'],
    ['', ''],
  ])('reads no kind in %j %j', (subject, text) => {
    expect(proposeKind({ subject, text })).toBeNull();
  });
});
