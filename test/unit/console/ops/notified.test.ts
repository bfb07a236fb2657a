import { expect, test } from '@jest/globals';
import { listNotifiedSteps } from '../../../../console/ops/row/notified.js';

type Given = Parameters<typeof listNotifiedSteps>[0];
const level = (patch: object) => ({ level: 1, to: ['reviewer'], firedAt: null, acknowledgedBy: null, ...patch });
const clock = (id: string, owner: string, escalation: object[]) => ({ id, owner, kind: 'comply', escalation });

test('lists the steps of our deadlines that fired, latest first, with who acknowledged them and when', () => {
  const first = level({ firedAt: '2026-12-01T10:00:00.000Z', acknowledgedBy: 'ana' });
  const second = level({ level: 2, to: ['counsel'], firedAt: '2026-12-01T11:00:00.000Z' });
  const clocks = [
    clock('c', 'us', [first, second, level({ level: 3 })]),
    clock('d', 'authority', [first]),
  ] as unknown as Given['clocks'];
  const acknowledge = (clockId: string, at: string) => ({
    action: 'acknowledge_escalation' as const,
    at,
    detail: { clock: clockId, level: 1 },
  });
  const timeline = [acknowledge('d', '2026-12-01T10:01:00.000Z'), acknowledge('c', '2026-12-01T10:05:00.000Z')];
  expect(listNotifiedSteps({ clocks, timeline, about: [] }).map(({ to, seen }) => [to, seen])).toEqual([
    [['counsel'], null],
    [['reviewer'], { by: 'ana', at: '2026-12-01T10:05:00.000Z' }],
  ]);
  expect(listNotifiedSteps({ clocks, timeline, about: ['other'] })).toEqual([]);
});
