import { describe, expect, test } from '@jest/globals';
import {
  deriveConfidence,
  locateProvision,
  type Citation,
  type Provision,
} from '../../../../domain/rulebook/citation.js';

const CITED: Citation = {
  text: 'official',
  title: 'The Act',
  id: 'ukpga/2026/20',
  pinpoint: 's. 21(5)(c)',
  clause: 'the period of 48 hours',
  language: 'en',
  url: 'https://law.example/21',
  sha256: 'a'.repeat(64),
  stored: true,
  notStored: null,
  licence: 'OGL 3.0',
  read: '2026-11-27',
  by: null,
  reviewedUntil: null,
};

describe('deriveConfidence: confidence in a fact of law', () => {
  test('is primary if the clause was found in the stored official text', () => {
    expect(deriveConfidence(CITED)).toBe('primary');
  });

  test('is secondary if no clause is quoted, or the official text is not stored', () => {
    expect(deriveConfidence({ ...CITED, clause: null })).toBe('secondary');
    expect(deriveConfidence({ ...CITED, stored: undefined })).toBe('secondary');
  });

  test.each(['reprint', 'secondary'] as const)('is secondary for words read in a %s text', (text) => {
    expect(deriveConfidence({ ...CITED, text })).toBe('secondary');
  });

  test('is from memory if nothing was read', () => {
    expect(deriveConfidence(undefined)).toBe('from_memory');
  });
});

describe('locateProvision: place of a fact in the law', () => {
  const written: Provision = { id: 'G.S.R. 781(E)', title: 'Rules', pinpoint: 'rule 13(2)', unsure: 'the sub-rule' };

  test('returns the provision as written down, with or without a citation', () => {
    expect(locateProvision({ provision: written, citation: CITED })).toEqual(written);
    expect(locateProvision({ provision: written })).toEqual(written);
  });

  test('derives the place from the cited text of the law if no provision is written down', () => {
    const place = { id: 'ukpga/2026/20', title: 'The Act', pinpoint: 's. 21(5)(c)', unsure: null };
    expect(locateProvision({ citation: CITED })).toEqual(place);
    expect(locateProvision({ citation: { ...CITED, text: 'reprint' } })).toEqual(place);
  });

  test('derives no place from a secondary text, or from one without an identifier or pinpoint', () => {
    expect(locateProvision({ citation: { ...CITED, text: 'secondary' } })).toBeUndefined();
    expect(locateProvision({ citation: { ...CITED, id: null } })).toBeUndefined();
    expect(locateProvision({ citation: { ...CITED, pinpoint: null } })).toBeUndefined();
    expect(locateProvision({})).toBeUndefined();
  });
});
