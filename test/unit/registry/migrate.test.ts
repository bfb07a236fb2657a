import { expect, test } from '@jest/globals';
import { nameMissingExtension } from '../../../registry/migrate.js';

const refused = (code: string, message: string) => Object.assign(new Error(message), { code });

test('an extension that is not installed is named with what to install', () => {
  const error = refused('0A000', 'extension "pg_trgm" is not available');
  expect(() => nameMissingExtension(error)).toThrow(/no extension pg_trgm\. Install the contrib modules/);
});

test('an extension that the account may not create is named with what to run', () => {
  const error = refused('42501', 'permission denied to create extension "pg_trgm"');
  expect(() => nameMissingExtension(error)).toThrow(/"create extension pg_trgm" in the desk's database/);
});

test('any other error stays what it is', () => {
  const error = refused('42601', 'syntax error at or near "extension"');
  expect(() => nameMissingExtension(error)).toThrow(error);
});
