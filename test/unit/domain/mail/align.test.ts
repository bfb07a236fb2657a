import { describe, expect, test } from '@jest/globals';
import { aligning, type CheckedSignature, type FromFacts } from '../../../../domain/mail/align.js';

const FROM: FromFacts = { headers: 1, addresses: ['officer@legal.meity.gov.in'], organisation: 'meity.gov.in' };
const SOUND: CheckedSignature = {
  result: 'pass',
  domain: 'meity.gov.in',
  problem: null,
};

const holds = (from: Partial<FromFacts>, signature: Partial<CheckedSignature>) =>
  aligning({ ...FROM, ...from }, [{ ...SOUND, ...signature }]) !== undefined;

describe('aligning: DKIM signature that proves the From domain', () => {
  test.each([
    ['of the organisational domain', {}],
    ['of the very domain', { domain: 'legal.meity.gov.in' }],
    ['in other letters', { domain: 'MEITY.gov.in' }],
  ])('accepts a signature %s', (_name, signature) => {
    expect(holds({}, signature)).toBe(true);
  });

  test.each([
    ['that failed', { result: 'fail' }],
    ['whose DNS lookup failed', { result: 'temperror' }],
    ['of another domain', { domain: 'evil.example' }],
    ['of a domain below', { domain: 'x.legal.meity.gov.in' }],
    ['of a domain beside', { domain: 'other.meity.gov.in' }],
    ['of the suffix alone', { domain: 'gov.in' }],
    ['against which something stands', { problem: 'it has expired' }],
  ])('rejects a signature %s', (_name, signature) => {
    expect(holds({}, signature)).toBe(false);
  });

  test.each([
    ['there are two From headers', { headers: 2 }],
    ['there is none', { headers: 0, addresses: [] }],
    ['it names two people', { addresses: ['a@meity.gov.in', 'b@meity.gov.in'] }],
  ])('rejects a signature if %s in the From header', (_name, from) => {
    expect(holds(from, {})).toBe(false);
  });
});
