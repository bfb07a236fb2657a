import { describe, expect, test } from '@jest/globals';
import { proposeLaws, type Proposal } from '../../../../domain/law/proposal.js';

const law = (id: string, patch: Partial<Proposal> = {}) => ({
  id,
  jurisdictions: ['IN'],
  proposeFor: [{ kinds: ['removal_order' as const], why: `as ${id}`, ...patch }],
});

const LAWS = [
  law('GENERAL'),
  law('POLICE', { authorityKinds: ['police'] }),
  law('OWN', { authorities: ['in-meity'] }),
  law('URGENT', { words: ['urgent', 'terror', 'rule 9'] }),
];

function ids(patch: Partial<Parameters<typeof proposeLaws>[1]> = {}): string[] {
  return proposeLaws(LAWS, { jurisdiction: 'IN', kind: 'removal_order', ...patch }).map(({ id }) => id);
}

describe('the laws to think of for a paper', () => {
  test('are the narrowest: for the issuer, for its kind, for all', () => {
    expect(ids()).toEqual(['GENERAL']);
    expect(ids({ authorityKind: 'court' })).toEqual(['GENERAL']);
    expect(ids({ authorityKind: 'police' })).toEqual(['POLICE']);
    expect(ids({ authorityId: 'in-meity', authorityKind: 'police' })).toEqual(['OWN']);
  });

  test('are also those whose words the paper has, at the beginning of a word, in any case', () => {
    expect(ids({ text: 'Please act: URGENTLY' })).toEqual(['GENERAL', 'URGENT']);
    expect(ids({ text: 'counterterrorism' })).toEqual(['GENERAL']);
    expect(ids({ text: 'under Rule 9 of the rules', authorityId: 'in-meity' })).toEqual(['OWN', 'URGENT']);
  });

  test('say why, and which words were found', () => {
    const [, urgent] = proposeLaws(LAWS, { jurisdiction: 'IN', kind: 'removal_order', text: 'terrorist, urgent' });
    expect(urgent).toEqual({ id: 'URGENT', why: 'as URGENT', words: ['urgent', 'terror'] });
  });

  test('are none in another place, for another kind of paper, or for words that it has far down alone', () => {
    expect(ids({ jurisdiction: 'FR' })).toEqual([]);
    expect(ids({ kind: 'request' })).toEqual([]);
    expect(ids({ text: `${'x '.repeat(60_000)}urgent` })).toEqual(['GENERAL']);
  });
});
