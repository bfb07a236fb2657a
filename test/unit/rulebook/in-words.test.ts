import { expect, test } from '@jest/globals';
import { formatProvision } from '../../../rulebook/in-words.js';

const provision = { id: 'G.S.R. 781(E)', title: 'Blocking Rules 2009', pinpoint: 'rule 13(2)', unsure: null };

test('describes a place in law by title, number and pinpoint, with what is uncertain about it', () => {
  expect(formatProvision(provision)).toBe('Blocking Rules 2009, G.S.R. 781(E), rule 13(2)');
  expect(formatProvision({ ...provision, unsure: 'the sub-rule is from memory' })).toBe(
    'Blocking Rules 2009, G.S.R. 781(E), rule 13(2) (uncertain: the sub-rule is from memory)',
  );
});
