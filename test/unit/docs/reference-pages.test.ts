import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { referencePages, securityPage } from '../../../api/reference/pages.js';

const docs = new URL('../../../docs/', import.meta.url);

test.each(Object.entries(referencePages()))('docs/%s says what the code says', (name, text) => {
  expect(readFileSync(new URL(name, docs), 'utf8')).toBe(text);
});

test('SECURITY.md has the table of insiders that the grants make', () => {
  const text = readFileSync(new URL('../../../SECURITY.md', import.meta.url), 'utf8');
  expect(text).toBe(securityPage(text));
});
