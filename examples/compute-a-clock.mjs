// Computes what a law makes due, without a desk, and checks the arithmetic against a test vector.
import { readFileSync } from 'node:fs';
import { computeDue, listDeadlines, verifyVector } from '@notice-desk/clocks';
import law from '@notice-desk/clocks/law.json' with { type: 'json' };

// By the law: an order that reached an Indian platform on a Tuesday morning.
const receivedAt = '2026-11-10T10:15:00+05:30';
const { deadlines } = listDeadlines(law, 'IN-ITR-3-1-D', { receivedAt, actualKnowledgeAt: receivedAt });
for (const { kind, owner, basis, dueAt } of deadlines) console.log(kind, owner, basis, dueAt);

// By a rule of your own: three working days, to the end of the last.
const rule = { amount: 3, unit: 'business_day', dueTime: 'end_of_day' };
const calendar = { weekend: ['sat', 'sun'], holidays: ['2026-11-09'] };
const own = computeDue({ zone: 'Europe/Berlin', start: '2026-11-06T15:00:00+01:00', rule, calendar });
console.log(new Date(own.dueAtMs).toISOString());
for (const line of own.working) console.log(' ', line);

// Each line of a vector holds an input and the result that the words of the law require.
const file = new URL(import.meta.resolve('@notice-desk/clocks/vectors/IN-ITR-3-1-D.ndjson'));
const vectors = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
console.log('vectors that differ:', vectors.flatMap(verifyVector).length);
