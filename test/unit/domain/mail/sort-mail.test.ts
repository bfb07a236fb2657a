import { describe, expect, test } from '@jest/globals';
import { NO_FACTS } from '../../../../domain/mail/read-mail.js';
import { findNearestAuthority, numbersIn, sortMail, type SortedBy } from '../../../../domain/mail/sort-mail.js';
import { kindOfMail } from '../../../../domain/mail/kind-of-mail.js';

const MEITY = { id: 'in-meity', domains: ['meity.gov.in'] };
const BKA = { id: 'de-bka', domains: ['bka.de'] };
const OURS = { id: 'one', authority: 'in-meity' };

const MAIL: SortedBy = {
  from: 'officer@meity.gov.in',
  aligned: true,
  replayed: false,
  facts: NO_FACTS,
  ours: false,
  authorities: [MEITY, BKA],
  answered: [],
  numbered: { any: false, notices: [] },
  returned: [],
};
const sorted = (mail: Partial<SortedBy>) => sortMail({ ...MAIL, ...mail });

describe('sorting of inbound mail', () => {
  test('opens a notice for a proven mail from an authority', () => {
    expect(sorted({})).toMatchObject({ kind: 'new_notice', does: { act: 'open', authority: 'in-meity' } });
  });

  test('attaches a mail that answers our letter or has our number in its subject', () => {
    const does = { act: 'attach', notice: 'one' };
    expect(sorted({ answered: [OURS] })).toMatchObject({ kind: 'reply', does });
    expect(sorted({ numbered: { any: true, notices: [OURS] } })).toMatchObject({ kind: 'reply', does });
  });

  test.each<[string, Partial<SortedBy>, string]>([
    ['its sender is not proven', { aligned: false }, 'other'],
    ['its sender is not in the directory', { from: 'x@evil.example' }, 'other'],
    ['its signature was already used by another message', { replayed: true }, 'new_notice'],
    ['it is a reply from an unproven sender', { aligned: false, answered: [OURS] }, 'reply'],
    ['it is a reply from another authority', { from: 'k@bka.de', answered: [OURS] }, 'reply'],
    [
      'it answers one notice and names another',
      { answered: [OURS], numbered: { any: true, notices: [{ id: 'two', authority: 'in-meity' }] } },
      'reply',
    ],
    ['it names an unknown notice number', { numbered: { any: true, notices: [] } }, 'reply'],
    ['a program sent it', { facts: { ...NO_FACTS, automatic: true }, answered: [OURS] }, 'automatic'],
    ['it is the desk’s own mail', { ours: true }, 'automatic'],
    [
      'it reports a bounce of an unknown mail',
      { facts: { ...NO_FACTS, bounce: { failed: ['x@y.z'], returned: [], diagnostic: '' } } },
      'bounce',
    ],
  ])('holds a mail for a person if %s', (_name, mail, kind) => {
    expect(sorted(mail)).toMatchObject({ kind, does: { act: 'hold' } });
  });
});

test('assigns a subdomain to the nearest authority of the directory, and to none if two are equally near', () => {
  const below = { id: 'in-cert', domains: ['cert.meity.gov.in'] };
  expect(findNearestAuthority('a@x.meity.gov.in', [MEITY, below])).toBe('in-meity');
  expect(findNearestAuthority('a@cert.meity.gov.in', [MEITY, below])).toBe('in-cert');
  expect(findNearestAuthority('a@xmeity.gov.in', [MEITY])).toBeNull();
  expect(findNearestAuthority('a@meity.gov.in', [MEITY, { id: 'in-other', domains: ['MEITY.gov.in'] }])).toBeNull();
  expect(findNearestAuthority('', [MEITY])).toBeNull();
});

test('finds our notice numbers as letters write them, and no lookalikes', () => {
  expect(numbersIn('Re: [N-2021-000123] and n-2021-000124')).toEqual(['N-2021-000123', 'N-2021-000124']);
  expect(numbersIn('N-2021-00012, XN-2021-000123, N-2021-000123-4')).toEqual([]);
});

test.each([
  ['Blocking order No. 5', 'blocking_order'],
  ['Request for removal of content', 'removal_order'],
  ['Preservation of records', 'preservation_order'],
  ['Hello', 'request'],
])('classifies a mail with the subject "%s" as %s before a person reads it', (subject, kind) => {
  expect(kindOfMail(subject)).toBe(kind);
});
