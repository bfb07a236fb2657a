import { describe, expect, test } from '@jest/globals';
import { confidenceOf, type Citation } from '../../../../domain/law/citation.js';

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
