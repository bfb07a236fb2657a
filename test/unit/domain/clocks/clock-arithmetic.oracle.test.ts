import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { computeDue } from '../../../../domain/clock-arithmetic/index.js';

/**
 * 500 random lines around the offset changes of 36 zones, 1971 to 2023, with the answers of a second implementation of
 * the same rules: Python, `zoneinfo` and the system's tz 2025b, sharing neither code nor time-zone table with ours.
 */
const lines = readFileSync(join(import.meta.dirname, 'clock-arithmetic.oracle.ndjson'), 'utf8')
  .trim()
  .split('\n');

function formatAnswer(input: unknown): string {
  const answer = computeDue(input);
  if (!answer.ok) return 'error';
  return answer.dueAtMs === null ? 'paused' : new Date(answer.dueAtMs).toISOString();
}

describe('clock arithmetic and an independent implementation', () => {
  test('agree on all 500 lines', () => {
    const cases = lines.map((line): { id: string; want: string } => JSON.parse(line));
    const wrong = cases.filter((entry) => formatAnswer(entry) !== entry.want);
    expect(cases).toHaveLength(500);
    expect(wrong).toEqual([]);
  });
});
