import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { readmePage } from '../../../scripts/docs/life.js';
import { referencePages, securityPage } from '../../../scripts/docs/pages.js';
import { COMMAND_TABLE } from '../../../domain/commands/command-table.js';
import { getKeys } from '../../../domain/record-keys.js';

const docs = new URL('../../../docs/', import.meta.url);

test.each(Object.entries(referencePages()))('docs/%s matches what the code generates', (name, text) => {
  expect(readFileSync(new URL(name, docs), 'utf8')).toBe(text);
});

test('SECURITY.md has the insider table generated from the grants', () => {
  const text = readFileSync(new URL('../../../SECURITY.md', import.meta.url), 'utf8');
  expect(text).toBe(securityPage(text));
});

describe('README.md', () => {
  const text = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');

  test('has the state diagram that the command table makes', () => {
    expect(text).toBe(readmePage(text));
  });

  test('names every command in its state diagram', () => {
    const diagram = text.split('```mermaid')[1]?.split('```')[0] ?? '';
    const named = new Set(diagram.match(/[a-z_-]+/g));
    expect(getKeys(COMMAND_TABLE).filter((name) => !named.has(name.replaceAll('_', '-')))).toEqual([]);
  });
});
