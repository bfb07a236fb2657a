import { describe, expect, test } from '@jest/globals';
import type { SenderDoubt } from '../../../domain/notices/sender-doubt.js';
import { doubtsOfSender, listTriggers, type SenderFacts } from '../../../domain/notices/sender-doubts.js';
import { openPoints, SENDER_POINTS } from '../../../domain/notices/sender-points.js';
import { wordsBesideTargets } from '../../../domain/documents/print.js';
import { listRisks } from '../../../domain/submissions/submission.js';
import { speaksFor } from '../../../domain/people/speaks-for.js';

const DIRECTORY = [
  { id: 'in-meity', name: 'Ministry of Electronics and Information Technology', domains: ['meity.gov.in'] },
  { id: 'in-mib', name: 'Ministry of Information and Broadcasting', domains: ['mib.gov.in'] },
  { id: 'fr-ofac', name: 'Office anti-cybercriminalité (OFAC), Pharos', domains: [] },
];

const MEITY = { kind: 'ministry', contacts: [], domains: ['meity.gov.in'], signers: [] };
const known: SenderFacts = {
  authenticity: 'channel_verified',
  kind: 'blocking_order',
  jurisdiction: 'IN',
  receivedAtMs: Date.parse('2021-01-31T12:30:00Z'),
  issuedAtMs: null,
  reference: '11(1)/2021',
  authority: {
    id: 'in-meity',
    name: 'Ministry of Electronics and Information Technology',
    country: 'IN',
    email: null,
  },
  entry: MEITY,
  law: { id: 'IN-69A-EMERG', jurisdiction: 'IN', countries: ['IN'], authorities: ['in-meity'] },
  mail: null,
  subject: 'Blocking of accounts',
  triaged: true,
  text: 'Ministry of Electronics and Information Technology\nNo. 11(1)/2021\nBlock these accounts.',
  unread: false,
  called: false,
  openPoints: [],
  sameReference: null,
  sameWords: null,
  seenBefore: true,
  directory: DIRECTORY,
};
const unknown = (name: string, email: string | null = null): SenderFacts => ({
  ...known,
  authenticity: 'unverified',
  authority: { id: null, name, country: 'IN', email },
  entry: null,
  text: '',
});
const findBasis = (code: SenderDoubt, facts: Partial<SenderFacts>) =>
  listTriggers({ ...known, ...facts }).find((trigger) => trigger.code === code)?.basis;

describe('doubtsOfSender', () => {
  test('finds no doubt about a known authority that writes through its own channel', () => {
    expect(doubtsOfSender(known)).toEqual([]);
  });

  test('reports a sender that is unproven, or that was never seen before', () => {
    expect(doubtsOfSender({ ...known, authenticity: 'unverified' })).toEqual(['sender_unproven', 'sender_not_called']);
    expect(doubtsOfSender({ ...known, seenBefore: false })).toEqual(['sender_is_new']);
    expect(doubtsOfSender(unknown('Town Council of Nowhere'))).toEqual([
      'sender_unproven',
      'sender_is_new',
      'sender_not_called',
    ]);
  });

  test.each([
    'Ministry of Electronics and Information Technology',
    'MINISTRY OF ELECTRONICS & INFORMATION TECHNOLOGY',
    'Ministry of Electronics and Information Technolgy',
    'Ministry for Electronic and Information Technology',
    'Мinistry of Electronics and Information Technology',
    'MeitY, Government of India',
    'Office anti cybercriminalite OFAC Pharos',
  ])('reports a name similar to one in the directory: %s', (name) => {
    expect(doubtsOfSender(unknown(name))).toContain('sender_near_name');
  });

  test.each(['Ministry of Textiles', 'Ministry of Home Affairs', 'Office of the Prime Minister', 'OFAK'])(
    'reports no similarity for a name of the same kind only: %s',
    (name) => {
      expect(doubtsOfSender(unknown(name))).not.toContain('sender_near_name');
    },
  );

  test('reports a mail address outside the domains of the authority', () => {
    expect(doubtsOfSender(unknown('MeitY', 'meity.blocking@gmail.example'))).toContain('sender_foreign_mail');
    expect(doubtsOfSender(unknown('MeitY', 'desk@mib.gov.in'))).toContain('sender_foreign_mail');
    expect(doubtsOfSender(unknown('MeitY', 'desk@meity.gov.in.evil.example'))).toContain('sender_foreign_mail');
    expect(doubtsOfSender(unknown('MeitY', 'Desk@Cyber.MEITY.gov.in'))).not.toContain('sender_foreign_mail');
    expect(doubtsOfSender(unknown('Some other office', 'desk@mib.gov.in'))).not.toContain('sender_foreign_mail');
    expect(doubtsOfSender(unknown('MeitY'))).not.toContain('sender_foreign_mail');
  });

  test('is listed last among the risks of a submission, and requires no counsel', () => {
    const facts = { purpose: 'decision' as const, cause: null, byAction: { withhold: 1 }, protectedActing: 0 };
    const doubts = doubtsOfSender(unknown('MeitY', 'a@gmail.example'));
    expect(listRisks({ ...facts, departs: true, senderDoubts: doubts })).toEqual([
      'departs_from_precedent',
      'sender_unproven',
      'sender_is_new',
      'sender_near_name',
      'sender_foreign_mail',
      'sender_not_called',
    ]);
  });
});

describe('doubtsOfSender: domain', () => {
  test.each([
    ['meity.gov.in.evil.example', 'meity.gov.in'],
    ['meity-gov.in', 'meity.gov.in'],
    ['meity-gov-in.example', 'meity.gov.in'],
    ['meity.com', 'meity.gov.in'],
    ['rneity.gov.in', 'meity.gov.in'],
    ['meitv.gov.in', 'meity.gov.in'],
    ['me1ty.g0v.in', 'meity.gov.in'],
  ])('reports a lookalike domain together with the genuine one: %s', (host, meant) => {
    expect(findBasis('sender_lookalike_domain', { mail: { from: `desk@${host}`, replyTo: [] } })).toEqual([
      host,
      meant,
    ]);
  });

  test('reports a domain in a foreign script, also in Reply-To', () => {
    const mail = { from: 'desk@meity.gov.in', replyTo: ['desk@xn--mity-f5d.example'] };
    expect(findBasis('sender_lookalike_domain', { mail })).toEqual(['xn--mity-f5d.example']);
    expect(findBasis('sender_foreign_mail', { mail })).toEqual(['desk@xn--mity-f5d.example']);
  });

  test.each(['meity.gov.in', 'cyber.meity.gov.in', 'mib.gov.in', 'mea.gov.in', 'court.example'])(
    'reports no imitation for the domain of the authority, of another one or of none: %s',
    (host) => {
      expect(findBasis('sender_lookalike_domain', { mail: { from: `desk@${host}`, replyTo: [] } })).toBeUndefined();
    },
  );
});

describe('doubtsOfSender: authority', () => {
  test('reports an authority outside the country or the named authorities of the law', () => {
    const bka = { id: 'de-bka', name: 'Bundeskriminalamt', country: 'DE', email: null };
    expect(findBasis('sender_outside_law', { authority: bka })).toEqual(['DE', 'IN-69A-EMERG']);
    const mib = { ...bka, id: 'in-mib', country: 'IN' };
    expect(findBasis('sender_outside_law', { authority: mib })).toEqual(['in-mib', 'IN-69A-EMERG']);
    expect(findBasis('sender_outside_law', { authority: { ...mib, country: 'DE' }, law: null })).toEqual(['DE', 'IN']);
  });

  test('reports nothing for a named authority, a court, or an authority under a law of the whole Union', () => {
    expect(findBasis('sender_outside_law', {})).toBeUndefined();
    const court = { id: 'in-court', name: 'A court', country: 'IN', email: null };
    expect(findBasis('sender_outside_law', { authority: court, entry: { ...MEITY, kind: 'court' } })).toBeUndefined();
    const law = { id: 'EU-TCO', jurisdiction: 'EU', countries: ['DE', 'FR'], authorities: ['de-bka'] };
    const ofac = { id: 'fr-ofac', name: 'OFAC', country: 'FR', email: null };
    expect(findBasis('sender_outside_law', { authority: ofac, law, jurisdiction: 'FR' })).toBeUndefined();
    expect(findBasis('sender_outside_law', { authority: { ...ofac, country: 'RU' }, law })).toEqual(['RU', 'EU-TCO']);
  });

  test('reports a contact that is less than thirty days old, and no older one', () => {
    const from = (validFrom?: string) => ({
      entry: { ...MEITY, contacts: [{ purpose: 'callback' as const, phone: '+91 11 1', validFrom }] },
    });
    expect(findBasis('sender_contact_changed', from('2021-01-20T00:00:00Z'))).toEqual([
      '+91 11 1',
      '2021-01-20T00:00:00Z',
    ]);
    expect(findBasis('sender_contact_changed', from('2021-02-02T00:00:00Z'))).toBeDefined();
    expect(findBasis('sender_contact_changed', from('2020-11-01T00:00:00Z'))).toBeUndefined();
    expect(findBasis('sender_contact_changed', from())).toBeUndefined();
  });

  test('requires a call back for a mail-only sender or a data request, until one is made', () => {
    const mail = { from: 'desk@meity.gov.in', replyTo: [] };
    expect(findBasis('sender_not_called', {})).toBeUndefined();
    expect(findBasis('sender_not_called', { mail })).toEqual(['channel_verified']);
    expect(findBasis('sender_not_called', { kind: 'information_order' })).toEqual(['channel_verified']);
    expect(findBasis('sender_not_called', { mail, called: true })).toBeUndefined();
    expect(findBasis('sender_not_called', { mail, authenticity: 'signer_verified' })).toBeUndefined();
  });
});

describe('doubtsOfSender: confirmation', () => {
  test('reports the open points of an incomplete verification checklist', () => {
    expect(openPoints('call_back', [])).toEqual(SENDER_POINTS);
    expect(openPoints('known_document', ['letterhead_compared'])).toEqual([
      'targets_compared',
      'law_and_rank',
      'domain_compared',
    ]);
    expect(findBasis('sender_check_incomplete', { openPoints: ['reference_by_them'] })).toEqual(['reference_by_them']);
    expect(findBasis('sender_check_incomplete', { openPoints: [] })).toBeUndefined();
  });
});

describe('doubtsOfSender: document', () => {
  test.each([
    ['This is URGENT. Lives are at risk, do not call us.', ['urgent', 'do not call']],
    ['Imminent danger: a life-or-death matter', ['imminent', 'life-or-death']],
    ['Es ist dringend, Lebensgefahr!', ['dringend', 'lebensgefahr']],
    ['Très urgent, ne pas rappeler', ['urgent', 'ne pas rappeler']],
  ])('reports words of pressure in a document: %s', (text, words) => {
    expect(findBasis('document_presses', { text })).toEqual(expect.arrayContaining(words));
  });

  test('reports no pressure for an emergency and short period as laws name them', () => {
    const text = 'Emergency direction under rule 9: block immediately, within four hours. Insurgent content.';
    expect(findBasis('document_presses', { text })).toBeUndefined();
  });

  test('reports a document that names its authority neither in full nor by its short form', () => {
    expect(findBasis('document_no_letterhead', { text: 'Order no. 11(1)/2021: block this.' })).toEqual([
      known.authority.name,
    ]);
    expect(findBasis('document_no_letterhead', { text: 'Government of India, MeitY' })).toBeUndefined();
    expect(findBasis('document_no_letterhead', {})).toBeUndefined();
  });

  test('reports a document without the reference under which it is filed, whatever the spacing', () => {
    expect(findBasis('document_no_number', { text: 'MeitY, No. 12/2021' })).toEqual(['11(1)/2021']);
    expect(findBasis('document_no_number', { reference: '', text: 'MeitY\nBlock these accounts.' })).toEqual(['-']);
    expect(findBasis('document_no_number', { reference: '', text: 'MeitY\nNo. 11(1)/2021' })).toBeUndefined();
    expect(findBasis('document_no_number', { text: 'MeitY No. 11 (1) / 2021' })).toBeUndefined();
  });

  test('accepts, before triage, a number in the text or subject of the document', () => {
    const untriaged = { reference: '', triaged: false };
    expect(
      findBasis('document_no_number', { ...untriaged, text: 'MeitY\nF. No. 11(1)/2021-CLFS\nBlock.' }),
    ).toBeUndefined();
    expect(
      findBasis('document_no_number', { ...untriaged, subject: 'Order no. 11/2021', text: 'Block.' }),
    ).toBeUndefined();
    expect(findBasis('document_no_number', { ...untriaged, text: 'MeitY\nYour ref. 7/2021\nBlock.' })).toEqual(['-']);
    expect(findBasis('document_no_number', { reference: '', text: 'Aktenzeichen: 7 K 12/21' })).toBeUndefined();
  });

  test('reports a missing number in an unreadable document only after triage', () => {
    const unread = { reference: '', unread: true, text: 'See the order attached.' };
    expect(findBasis('document_no_number', { ...unread, triaged: false })).toBeUndefined();
    expect(findBasis('document_no_number', unread)).toEqual(['-']);
  });

  test('reports a signer that the directory does not list at that time and rank', () => {
    const signer = { name: 'A. Kumar', rank: 'Joint Secretary', validTo: '2021-06-30T00:00:00Z' };
    const signed = (text: string, more: Partial<SenderFacts> = {}) =>
      findBasis('document_wrong_rank', { text, entry: { ...MEITY, signers: [signer] }, ...more });
    expect(signed('MeitY, sd/- A. Kumar, Joint Secretary')).toBeUndefined();
    expect(signed('MeitY, sd/- A. Kumar, Under Secretary')).toEqual(['A. Kumar, Joint Secretary']);
    expect(signed('MeitY, sd/- B. Singh, Joint Secretary')).toEqual(['A. Kumar, Joint Secretary']);
    const late = { issuedAtMs: Date.parse('2021-07-01T00:00:00Z') };
    expect(signed('MeitY, sd/- A. Kumar, Joint Secretary', late)).toEqual(['A. Kumar, Joint Secretary']);
    expect(signed('MeitY. Block this within four hours.')).toBeUndefined();
    expect(findBasis('document_wrong_rank', { text: 'MeitY, sd/- anybody' })).toBeUndefined();
  });

  test('reports nothing missing while part of the message is unreadable or erased', () => {
    const entry = { ...MEITY, signers: [{ name: 'A. Kumar', rank: 'Joint Secretary' }] };
    for (const facts of [{ text: 'Please see attached.', unread: true }, { text: '' }])
      expect(doubtsOfSender({ ...known, ...facts, entry })).toEqual([]);
  });

  test('reports a reference or wording reused from an earlier notice, with its number', () => {
    expect(findBasis('reference_reused', { sameReference: 'N-2021-000001' })).toEqual(['11(1)/2021', 'N-2021-000001']);
    expect(findBasis('reference_reused', {})).toBeUndefined();
    expect(findBasis('document_repeats', { sameWords: 'N-2021-000001' })).toEqual(['N-2021-000001']);
    expect(findBasis('document_repeats', {})).toBeUndefined();
  });
});

describe('wordsBesideTargets', () => {
  const order = (targets: string, reference = '11(1)/2021') =>
    `Order ${reference}. Whereas the Central Government is satisfied that it is necessary and expedient so to do in the interest
    of public order, the following accounts are to be blocked forthwith:\n${targets}\nBy order, Joint Secretary.`;

  test('are equal for two target lists, however these are written', () => {
    const first = wordsBesideTargets(order('1. @one\n2. https://x.example/two'), []);
    expect(wordsBesideTargets(order('(1) @three\n(2) @four\n(3) hxxp://five.example').toUpperCase(), [])).toBe(first);
    expect(wordsBesideTargets(order('Some-Channel, other.channel'), ['some-channel', 'other.channel'])).toBe(first);
    expect(first).not.toBeNull();
  });

  test('differ if the reference, date or a sentence differs', () => {
    expect(wordsBesideTargets(order('@one', '12/2021'), [])).not.toBe(wordsBesideTargets(order('@one'), []));
    expect(wordsBesideTargets(`${order('@one')} It ends in June.`, [])).not.toBe(wordsBesideTargets(order('@one'), []));
  });

  test('are null for a text too short to compare', () => {
    expect(wordsBesideTargets('Block @one please.', [])).toBeNull();
  });
});

describe('speaksFor: bound key', () => {
  test('speaks for no authority by default, and otherwise only for those it names', () => {
    expect(speaksFor([], 'au-esafety')).toBe(false);
    expect(speaksFor(undefined, 'au-esafety')).toBe(false);
    expect(speaksFor(['au-esafety'], 'au-esafety')).toBe(true);
    expect(speaksFor(['au-esafety'], 'in-meity')).toBe(false);
    expect(speaksFor(['au-esafety'], null)).toBe(false);
    expect(speaksFor('all', 'in-meity')).toBe(true);
    expect(speaksFor('all', null)).toBe(true);
  });
});
