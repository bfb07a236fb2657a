import { describe, expect, test } from '@jest/globals';
import {
  emptyContact,
  emptyForm,
  computeValidity,
  toBody,
  toForm,
} from '../../../../console/records/authorities/form.js';

const authority = {
  id: 'in-meity',
  name: 'Ministry',
  country: 'IN',
  kind: 'ministry',
  verification: 'verified' as const,
  statusUpdates: { amount: 7, unit: 'calendar_day' as const },
  domains: ['meity.gov.in'],
  contacts: [{ purpose: 'letters' as const, email: 'desk@meity.gov.in', validFrom: '2021-02-01T18:30:00Z' }],
  signers: [{ name: 'A. Officer', rank: 'Joint Secretary', validTo: '2022-01-01T00:00:00Z' }],
};

describe('form of an authority', () => {
  test('sends untouched values unchanged, exact times included', () => {
    expect(toBody(toForm(authority), authority)).toEqual(authority);
  });

  test('starts a changed date at midnight UTC, and leaves out an emptied one', () => {
    const form = toForm(authority);
    form.contacts = form.contacts.map((contact) => ({ ...contact, validFrom: '2021-03-05' }));
    form.signers = form.signers.map((signer) => ({ ...signer, validTo: '' }));
    const body = toBody(form, authority);
    expect(body.contacts).toEqual([
      { purpose: 'letters', email: 'desk@meity.gov.in', validFrom: '2021-03-05T00:00:00Z' },
    ]);
    expect(body.signers).toEqual([{ name: 'A. Officer', rank: 'Joint Secretary' }]);
  });

  test('keeps a row’s own times when a previous row is removed', () => {
    const two = {
      ...authority,
      contacts: [{ purpose: 'callback' as const, phone: '+91 11 2430 1851' }, ...authority.contacts],
    };
    const form = toForm(two);
    form.contacts = form.contacts.slice(1);
    expect(toBody(form, two).contacts).toEqual(authority.contacts);
  });

  test('accepts domains separated by lines, commas or spaces, and a country in any case', () => {
    const form = { ...emptyForm, country: ' in ', domains: 'meity.gov.in\n nic.in, gov.in ;\n' };
    expect(toBody(form)).toMatchObject({ country: 'IN', domains: ['meity.gov.in', 'nic.in', 'gov.in'] });
  });

  test('leaves out an empty address, so that the API names what is missing', () => {
    const form = { ...emptyForm, contacts: [{ ...emptyContact, key: 1_000 }] };
    expect(toBody(form).contacts).toEqual([{ purpose: 'letters' }]);
  });

  test('treats a signer as valid from the first instant until before the last', () => {
    const at = Date.parse('2021-02-09T00:00:00Z');
    expect(computeValidity({}, at)).toBe('now');
    expect(computeValidity({ validFrom: '2021-02-09T00:00:00Z' }, at)).toBe('now');
    expect(computeValidity({ validFrom: '2021-02-09T00:00:01Z' }, at)).toBe('not yet');
    expect(computeValidity({ validTo: '2021-02-09T00:00:00Z' }, at)).toBe('over');
    expect(computeValidity({ validTo: '2021-02-09T00:00:01Z' }, at)).toBe('now');
  });
});
