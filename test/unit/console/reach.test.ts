import { describe, expect, test } from '@jest/globals';
import { englishWords } from '../../support/words.js';
import { MEMBER_STATES } from '../../../domain/reports/member-states.js';
import { reachList, reachText } from '../../../console/parts/reach.js';

describe('reach of an order on screen', () => {
  test('names up to three countries', async () => {
    expect(reachText(['DE'], await englishWords())).toBe('Germany');
    expect(reachText(['DE', 'FR', 'PL'], await englishWords())).toBe('Germany, France, and Poland');
  });

  test('counts the Member States of a law of the Union instead of naming them', async () => {
    const t = await englishWords();
    expect(reachText(MEMBER_STATES, t)).toBe('27 countries');
    expect(t('words:effect.withhold', { countries: reachText(MEMBER_STATES, t) })).toBe('hidden in 27 countries only');
    expect(reachList(MEMBER_STATES)).toMatch(/^Austria, .*Germany/);
  });
});
