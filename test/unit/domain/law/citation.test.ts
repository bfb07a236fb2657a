import { describe, expect, test } from '@jest/globals';
import { confidenceOf, placeOf, type Citation, type Provision } from '../../../../domain/law/citation.js';

const CITED: Citation = {
  text: 'official',
  title: 'The Act',
  id: 'ukpga/2026/20',
  pinpoint: 's. 21(5)(c)',
  clause: 'the period of 48 hours',
  language: 'en',
  url: 'https://law.example/21',
  sha256: 'a'.repeat(64),
  read: '2026-11-27',
  by: null,
  reviewedUntil: null,
};

describe('how far a fact of law can be trusted', () => {
  test('is primary where its words were read in the official text, with address, hash and date', () => {
    expect(confidenceOf(CITED)).toBe('primary');
  });

  test.each(['clause', 'url', 'sha256', 'read'] as const)('is secondary where %s was not kept', (part) => {
    expect(confidenceOf({ ...CITED, [part]: null })).toBe('secondary');
  });

  test.each(['reprint', 'secondary'] as const)('is secondary for words read in a %s text', (text) => {
    expect(confidenceOf({ ...CITED, text })).toBe('secondary');
  });

  test('is from memory where nothing was read', () => {
    expect(confidenceOf(undefined)).toBe('from_memory');
  });
});

describe('where a fact stands in law', () => {
  const written: Provision = { id: 'G.S.R. 781(E)', title: 'Rules', pinpoint: 'rule 13(2)', unsure: 'the sub-rule' };

  test('is as it was written down, whatever was read for it', () => {
    expect(placeOf({ provision: written, citation: CITED })).toEqual(written);
    expect(placeOf({ provision: written })).toEqual(written);
  });

  test('else follows from the text of the law that was read', () => {
    const place = { id: 'ukpga/2026/20', title: 'The Act', pinpoint: 's. 21(5)(c)', unsure: null };
    expect(placeOf({ citation: CITED })).toEqual(place);
    expect(placeOf({ citation: { ...CITED, text: 'reprint' } })).toEqual(place);
  });

  test('does not follow from what was written about the law, nor from a text without number or place', () => {
    expect(placeOf({ citation: { ...CITED, text: 'secondary' } })).toBeUndefined();
    expect(placeOf({ citation: { ...CITED, id: null } })).toBeUndefined();
    expect(placeOf({ citation: { ...CITED, pinpoint: null } })).toBeUndefined();
    expect(placeOf({})).toBeUndefined();
  });
});
