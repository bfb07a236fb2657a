import { describe, expect, test } from '@jest/globals';
import { findNamedSigner } from '../../../../domain/documents/signs.js';
import { isAbsentFrom } from '../../../../domain/letters/letter-sender.js';

describe('isAbsentFrom', () => {
  test.each([
    ['a country where it is nowhere', ['US'], 'BR', true],
    ['a country of its own', ['US', 'BR'], 'BR', false],
    ['the Union, with a place in one member', ['IE'], 'DE', false],
    ['the Union, with a place in none', ['US'], 'DE', true],
    ['a member, if it is present in the Union', ['EU'], 'FR', false],
    ['the world outside the Union, with a place in the Union', ['IE'], 'TR', true],
    ['any country, if it is nowhere', [], 'US', true],
  ])('judges of %s', (_, presentIn, country, absent) => {
    expect(isAbsentFrom({ presentIn }, country)).toBe(absent);
  });

  test('is false while the company has not said where it is present', () => {
    expect(isAbsentFrom({}, 'BR')).toBe(false);
  });
});

describe('findNamedSigner', () => {
  const rao = { name: 'Asha Rao', rank: 'Joint Secretary' };
  const iyer = { name: 'Vikram Iyer', rank: 'Director', validTo: '2021-01-01T00:00:00Z' };
  const at = Date.UTC(2021, 1, 1);

  test('returns the one listed signer whom the text names with the rank', () => {
    expect(findNamedSigner('Sd/- ASHA RAO, Joint Secretary', [rao, iyer], at)).toEqual(rao);
  });

  test.each([
    ['another rank', 'Asha Rao, Director', [rao]],
    ['no signer', 'The Ministry', [rao]],
    ['a signer outside the dates', 'Vikram Iyer, Director', [iyer]],
    ['two signers', 'Asha Rao, Joint Secretary; Vikram Iyer, Director', [rao, { ...iyer, validTo: undefined }]],
    ['nobody, as none is listed', 'Asha Rao, Joint Secretary', []],
  ])('is null for a text that names %s', (_, text, signers) => {
    expect(findNamedSigner(text, signers as (typeof iyer)[], at)).toBeNull();
  });
});
