import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { referencePages } from '../../../api/reference/pages.js';

const docs = new URL('../../../docs/', import.meta.url);

test.each(Object.entries(referencePages()))('docs/%s says what the code says', (name, text) => {
  expect(readFileSync(new URL(name, docs), 'utf8')).toBe(text);
});
