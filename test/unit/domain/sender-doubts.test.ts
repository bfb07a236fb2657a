import { describe, expect, test } from '@jest/globals';
import { doubtsOfSender, type SenderFacts } from '../../../domain/notice/sender-doubts.js';
import { risksOf } from '../../../domain/submission/submission.js';
import { speaksFor } from '../../../domain/people/speaks-for.js';

const DIRECTORY = [
  { id: 'in-meity', name: 'Ministry of Electronics and Information Technology', domains: ['meity.gov.in'] },
  { id: 'in-mib', name: 'Ministry of Information and Broadcasting', domains: ['mib.gov.in'] },
  { id: 'fr-ofac', name: 'Office anti-cybercriminalité (OFAC), Pharos', domains: [] },
];

const known: SenderFacts = {
  authenticity: 'channel_verified',
  authority: { id: 'in-meity', name: 'Ministry of Electronics and Information Technology', email: null },
  seenBefore: true,
  directory: DIRECTORY,
};
const unknown = (name: string, email: string | null = null): SenderFacts => ({
  ...known,
  authenticity: 'unverified',
  authority: { id: null, name, email },
});

describe('what is odd about a sender', () => {
  test('is nothing where a known authority writes again through its own channel', () => {
    expect(doubtsOfSender(known)).toEqual([]);
  });

  test('is that nobody has proven it, and that nobody has heard of it before', () => {
    expect(doubtsOfSender({ ...known, authenticity: 'unverified' })).toEqual(['sender_unproven']);
    expect(doubtsOfSender({ ...known, seenBefore: false })).toEqual(['sender_is_new']);
    expect(doubtsOfSender(unknown('Town Council of Nowhere'))).toEqual(['sender_unproven', 'sender_is_new']);
  });

  test.each([
    'Ministry of Electronics and Information Technology',
    'MINISTRY OF ELECTRONICS & INFORMATION TECHNOLOGY',
    'Ministry of Electronics and Information Technolgy',
    'Ministry for Electronic and Information Technology',
    'Мinistry of Electronics and Information Technology',
    'MeitY, Government of India',
    'Office anti cybercriminalite OFAC Pharos',
  ])('is a name like one of the directory: %s', (name) => {
    expect(doubtsOfSender(unknown(name))).toContain('sender_near_name');
  });

  test.each(['Ministry of Textiles', 'Ministry of Home Affairs', 'Office of the Prime Minister', 'OFAK'])(
    'is not a name that is merely of the same kind: %s',
    (name) => {
      expect(doubtsOfSender(unknown(name))).not.toContain('sender_near_name');
    },
  );

  test('is a mail address elsewhere than the authority has its own', () => {
    expect(doubtsOfSender(unknown('MeitY', 'meity.blocking@gmail.example'))).toContain('sender_foreign_mail');
    expect(doubtsOfSender(unknown('MeitY', 'desk@mib.gov.in'))).toContain('sender_foreign_mail');
    expect(doubtsOfSender(unknown('MeitY', 'desk@meity.gov.in.evil.example'))).toContain('sender_foreign_mail');
    expect(doubtsOfSender(unknown('MeitY', 'Desk@Cyber.MEITY.gov.in'))).not.toContain('sender_foreign_mail');
    expect(doubtsOfSender(unknown('Some other office', 'desk@mib.gov.in'))).not.toContain('sender_foreign_mail');
    expect(doubtsOfSender(unknown('MeitY'))).not.toContain('sender_foreign_mail');
  });

  test('is among the risks of what is submitted, last, and asks for no counsel', () => {
    const facts = { purpose: 'decision' as const, cause: null, byLane: { withhold: 1 }, protectedActing: 0 };
    const doubts = doubtsOfSender(unknown('MeitY', 'a@gmail.example'));
    expect(risksOf({ ...facts, departs: true, senderDoubts: doubts })).toEqual([
      'departs_from_precedent',
      'sender_unproven',
      'sender_is_new',
      'sender_near_name',
      'sender_foreign_mail',
    ]);
  });
});

describe('a key', () => {
  test('speaks for nobody unless it says so, and then for these alone', () => {
    expect(speaksFor([], 'au-esafety')).toBe(false);
    expect(speaksFor(undefined, 'au-esafety')).toBe(false);
    expect(speaksFor(['au-esafety'], 'au-esafety')).toBe(true);
    expect(speaksFor(['au-esafety'], 'in-meity')).toBe(false);
    expect(speaksFor(['au-esafety'], null)).toBe(false);
    expect(speaksFor('all', 'in-meity')).toBe(true);
    expect(speaksFor('all', null)).toBe(true);
  });
});
