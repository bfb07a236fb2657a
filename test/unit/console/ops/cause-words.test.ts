import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { describeCause } from '../../../../api/routes/ops/causes.js';
import { ALERT_KINDS } from '../../../../domain/alert.js';

const words = JSON.parse(
  readFileSync(new URL('../../../../domain/alert-texts.json', import.meta.url), 'utf8'),
) as Record<string, Record<string, string>>;

test('the catalogue describes every alert kind in the desk’s own words', () => {
  const descriptions = ALERT_KINDS.map((kind) => {
    const { title, explains, selfHeals, safe } = describeCause(kind);
    return [kind, { title, explains, selfHeals, ...(safe === null ? {} : { safe }) }];
  });
  expect(words).toEqual(Object.fromEntries(descriptions));
});
