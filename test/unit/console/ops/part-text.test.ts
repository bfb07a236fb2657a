import { expect, test } from '@jest/globals';
import type { measureConnections } from '../../../../registry/ops/readiness.js';
import { englishWords } from '../../../support/words.js';

type Connections = Awaited<ReturnType<typeof measureConnections>>;

test('the line of the database says how many connections there can be', async () => {
  const t = await englishWords();
  const { partText } = await import('../../../../console/ops/part-text.js');
  const connections: Connections = { used: 53, max: 200 };
  const part = {
    name: 'registry',
    state: 'up',
    detail: '',
    since: '2026-12-03T12:00:00Z',
    figures: { ms: 8, ...connections },
  } as const;
  expect(partText(part, t)).toBe('8 ms, 53 of 200 used');
});
