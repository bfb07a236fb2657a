import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

/**
 * A desk and a browser take longer to start than most subjects to test. These share one: each test makes its own notices,
 * and changes neither the rulebook, nor what people may do, nor the settings of the desk.
 */
import './shared/for-me.js';
import './shared/conversations.js';
import './shared/groups.js';
import './shared/intake.js';
import './shared/print.js';
import './shared/subscribers.js';

test('every subject of the folder runs on the shared desk', () => {
  const folder = new URL('./shared/', import.meta.url);
  const own = readFileSync(new URL('./shared-desk.test.ts', import.meta.url), 'utf8');
  const subjects = readdirSync(folder).filter((name) => name !== 'desk.ts');
  expect(subjects.length).toBeGreaterThan(0);
  expect(subjects.filter((name) => !own.includes(`import './shared/${name.replace('.ts', '.js')}';`))).toEqual([]);
});
