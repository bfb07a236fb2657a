import { englishWords } from '../../../support/words.js';
import { expect, test } from '@jest/globals';
import type { Citation } from '../../../../domain/rulebook/citation.js';
import type { Confidence } from '../../../../domain/rulebook/confidence.js';
import { aLaw, aRule } from '../../../support/law/a-law.js';

const { listLawFacts: factsOf } = await import('../../../../console/records/rulebook/law-facts.js');
const { sourceQuality } = await import('../../../../console/records/rulebook/laws.js');
const t = await englishWords();

test('facts of a law end with topics on which a text was read and is silent', () => {
  const secrecy = { text: 'official', title: 'Test Act', id: null, url: null, read: '2026-11-27' } as const;
  const facts = factsOf(aLaw([aRule()], { silent: { secrecy } }), t);
  expect(facts.at(-1)).toEqual({
    section: 'silent',
    key: 'secrecy',
    head: 'Secrecy',
    text: 'Read on 2026-11-27: Test Act.',
    sourced: null,
  });
  expect(factsOf(aLaw([aRule()]), t).filter(({ section }) => section === 'silent')).toEqual([]);
});

test('facts of a law end with what was looked for and not read', () => {
  const form = { sought: 'Test Act, section 9', on: '2026-11-28' };
  expect(factsOf(aLaw([aRule()], { unread: { form } }), t).at(-1)).toEqual({
    section: 'unread',
    key: 'form',
    head: 'Form',
    text: 'Looked for on 2026-11-28 and not read: Test Act, section 9.',
    sourced: null,
  });
});

test('a fact from a stored verbatim copy of the law is better sourced than one from writing about it', () => {
  const citation = { text: 'reprint', stored: true, clause: 'within 36 hours' } as Citation;
  const quality = (part: Partial<Citation>, confidence: Confidence = 'secondary') =>
    sourceQuality({ confidence, citation: { ...citation, ...part } });
  expect(quality({})).toBe('verbatim');
  expect(quality({ text: 'secondary' })).toBe('secondary');
  expect(quality({ stored: undefined })).toBe('secondary');
  expect(quality({ clause: null })).toBe('secondary');
  expect(quality({ text: 'official' }, 'primary')).toBe('primary');
  expect(sourceQuality({ confidence: 'from_memory' })).toBe('from_memory');
});
