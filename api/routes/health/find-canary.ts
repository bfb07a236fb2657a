import type { CanaryState } from '../../../registry/ops/canary.js';

export function stateOfCanary({ late, passedAt, passedSecondsAgo, tookSeconds, nextAt }: CanaryState): {
  state: 'up' | 'down';
  detail: string;
  figures?: Record<string, number | string>;
} {
  if (late !== null) {
    const { step, since, beganAt } = late;
    const at = since.toISOString();
    const detail = `The canary of ${beganAt.toISOString()} has not finished: at step ${step} since ${at}.`;
    return { state: 'down', detail, figures: { at, step } };
  }
  if (passedAt === null || passedSecondsAgo === null || tookSeconds === null) {
    const next =
      nextAt === null ? 'The first canary is running.' : `The first canary starts at ${nextAt.toISOString()}.`;
    return { state: 'up', detail: next };
  }
  const [seconds, took] = [Math.max(0, Math.round(passedSecondsAgo)), Math.max(1, Math.round(tookSeconds))];
  const at = passedAt.toISOString();
  return {
    state: 'up',
    detail: `The last canary finished ${seconds} s ago and took ${took} s.`,
    figures: { at, took },
  };
}
