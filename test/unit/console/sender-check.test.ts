import { describe, expect, test } from '@jest/globals';
import { englishWords } from '../../support/words.js';
import { listFlags } from '../../../console/approval/flags.js';
import {
  buildCheckBody,
  callables,
  findDirectoryEntry,
  findMissing,
  type SenderCheckForm,
} from '../../../console/notice/sender/sender-check.js';
import { eventText } from '../../../console/notice/event-text.js';
import { speaksForText, readSpeaksForForm } from '../../../console/records/people/speaks-for.js';
import { detailLines } from '../../../console/timeline/detail-lines.js';
import { SENDER_DOUBTS } from '../../../domain/notices/sender-doubt.js';
import { NOTHING_ODD } from '../../support/console/shown.js';

const meity = {
  id: 'in-meity',
  name: 'Ministry of Electronics',
  country: 'IN',
  kind: 'ministry',
  domains: [],
  signers: [],
  verification: 'verified' as const,
  contacts: [
    { purpose: 'letters' as const, email: 'desk@meity.example' },
    { purpose: 'callback' as const, phone: '+91 11 2430 1851', validTo: '2021-01-01T00:00:00Z' },
    { purpose: 'callback' as const, phone: '+91 11 2430 1852', email: 'call@meity.example' },
  ],
};
const namesake = { ...meity, id: 'in-meity-two', contacts: [] };
const filled: SenderCheckForm = {
  method: 'call_back',
  contact: '+91 11 2430 1852',
  document: '',
  outcome: 'confirmed',
  note: ' Spoke to the desk officer. ',
  points: ['contact_from_directory', 'law_and_rank'],
};

describe('form of a sender check', () => {
  test('offers the directory contacts that are valid now, telephone first', () => {
    expect(callables(meity, Date.parse('2021-02-01T00:00:00Z'))).toEqual([
      { purpose: 'letters', reach: 'desk@meity.example' },
      { purpose: 'callback', reach: '+91 11 2430 1852' },
    ]);
  });

  test('finds the directory entry by id, else by its only match of name and country', () => {
    const unlisted = { id: null, name: 'MINISTRY of electronics', country: 'IN' };
    expect(findDirectoryEntry({ ...unlisted, id: 'in-meity' }, [meity, namesake])).toBe(meity);
    expect(findDirectoryEntry(unlisted, [meity])).toBe(meity);
    expect(findDirectoryEntry(unlisted, [meity, namesake])).toBeUndefined();
    expect(findDirectoryEntry({ ...unlisted, country: 'BD' }, [meity])).toBeUndefined();
  });

  test('names the first missing field: what the method needs, outcome, then note', () => {
    expect(findMissing(filled)).toBeNull();
    expect(findMissing({ ...filled, contact: '', note: '' })).toBe('contact');
    expect(findMissing({ ...filled, method: 'known_document' })).toBe('document');
    expect(findMissing({ ...filled, outcome: null })).toBe('outcome');
    expect(findMissing({ ...filled, note: ' ' })).toBe('note');
  });

  test('sends the contact itself instead of its index', () => {
    expect(buildCheckBody(filled)).toEqual({
      method: 'call_back',
      contact: '+91 11 2430 1852',
      outcome: 'confirmed',
      note: 'Spoke to the desk officer.',
      points: ['contact_from_directory', 'law_and_rank'],
    });
    expect(buildCheckBody({ ...filled, method: 'known_document', document: 'abc' })).toEqual({
      method: 'known_document',
      document: 'abc',
      outcome: 'confirmed',
      note: 'Spoke to the desk officer.',
      points: ['law_and_rank'],
    });
  });

  test('is described in the timeline with who was called and how', async () => {
    const t = await englishWords();
    const entry = {
      action: 'verify_sender',
      detail: {
        method: 'call_back',
        contact: '+91 11 2430 1852',
        document: null,
        outcome: 'confirmed',
        note: 'Spoke.',
        authenticity: 'signer_verified',
      },
    };
    const said = eventText(entry, [], t);
    expect(said).toBe('Sender checked: Confirmed: sent by the authority');
    expect(detailLines(entry, said, t)).toEqual([
      { name: 'Sender', value: 'Signer verified' },
      { name: 'Method', value: 'Call-back' },
      { name: 'Called', value: '+91 11 2430 1852' },
      { name: 'Note', value: 'Spoke.' },
    ]);
  });
});

test('the approver sees every doubt about the sender, the worst first', () => {
  const flags = listFlags({
    submission: {
      purpose: 'decision',
      risks: [...SENDER_DOUBTS],
      byAction: { push_back: 2, withhold: 1 },
      actingSoFar: 1,
    },
    ...NOTHING_ODD,
  });
  expect(flags.map(({ name }) => name)).toEqual([
    'sender_unproven',
    'sender_near_name',
    'sender_foreign_mail',
    'sender_lookalike_domain',
    'sender_outside_law',
    'reference_reused',
    'document_repeats',
    'sender_is_new',
    'sender_contact_changed',
    'sender_not_called',
    'sender_check_incomplete',
    'document_presses',
    'document_wrong_rank',
    'document_no_letterhead',
    'document_no_number',
  ]);
});

test('a key speaks for the authorities chosen in its form, and for none by default', async () => {
  const t = await englishWords();
  expect(readSpeaksForForm({ scope: 'nobody', ids: 'in-meity' })).toEqual([]);
  expect(readSpeaksForForm({ scope: 'all', ids: '' })).toBe('all');
  expect(readSpeaksForForm({ scope: 'some', ids: ' in-meity\nde-bka, in-meity' })).toEqual(['in-meity', 'de-bka']);
  expect(readSpeaksForForm({ scope: 'some', ids: ' ' })).toBeNull();
  expect([speaksForText([], t), speaksForText('all', t), speaksForText(['in-meity'], t)]).toEqual([
    'nobody',
    'every authority',
    'in-meity',
  ]);
});
