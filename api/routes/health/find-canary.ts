import type { CanaryState } from '../../../registry/ops/canary.js';

export function stateOfCanary({ late, passedAt, passedSecondsAgo, tookSeconds, nextAt }: CanaryState): {
  state: 'up' | 'down';
  detail: string;
  figures?: Record<string, number | string>;
} {
  if (late !== null) {
    const { step, since, beganAt } = late;
    const at = since.toISOString();
    const detail = `That of ${beganAt.toISOString()} has not come through: it stands at ${step} since ${at}.`;
    return { state: 'down', detail, figures: { at, step } };
  }
  if (passedAt === null || passedSecondsAgo === null || tookSeconds === null) {
    const next = nextAt === null ? 'The first one is under way.' : `The first one is sent at ${nextAt.toISOString()}.`;
    return { state: 'up', detail: next };
  }
  const [seconds, took] = [Math.max(0, Math.round(passedSecondsAgo)), Math.max(1, Math.round(tookSeconds))];
  const at = passedAt.toISOString();
  return { state: 'up', detail: `The last one came through ${seconds} s ago, in ${took} s.`, figures: { at, took } };
}
