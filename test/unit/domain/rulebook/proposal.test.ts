import { describe, expect, test } from '@jest/globals';
import { proposeLaws, type LawProposal } from '../../../../domain/rulebook/proposal.js';

const law = (id: string, patch: Partial<LawProposal> = {}) => ({
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

describe('proposeLaws: laws that may apply to a document', () => {
  test('proposes the narrowest law: for the issuer, else for its kind, else for all', () => {
    expect(ids()).toEqual(['GENERAL']);
    expect(ids({ authorityKind: 'court' })).toEqual(['GENERAL']);
    expect(ids({ authorityKind: 'police' })).toEqual(['POLICE']);
    expect(ids({ authorityId: 'in-meity', authorityKind: 'police' })).toEqual(['OWN']);
  });

  test('also proposes laws whose words start a word of the document, in any case', () => {
    expect(ids({ text: 'Please act: URGENTLY' })).toEqual(['GENERAL', 'URGENT']);
    expect(ids({ text: 'counterterrorism' })).toEqual(['GENERAL']);
    expect(ids({ text: 'under Rule 9 of the rules', authorityId: 'in-meity' })).toEqual(['OWN', 'URGENT']);
  });

  test('gives the reason and the words that were found', () => {
    const [, urgent] = proposeLaws(LAWS, { jurisdiction: 'IN', kind: 'removal_order', text: 'terrorist, urgent' });
    expect(urgent).toEqual({ id: 'URGENT', why: 'as URGENT', words: ['urgent', 'terror'] });
  });

  test('proposes no law for another jurisdiction or kind, or for words only far down in the document', () => {
    expect(ids({ jurisdiction: 'FR' })).toEqual([]);
    expect(ids({ kind: 'request' })).toEqual([]);
    expect(ids({ text: `${'x '.repeat(60_000)}urgent` })).toEqual(['GENERAL']);
  });
});
