import type { ClockApart } from '../../../registry/ops/clocks-apart.js';

export function stateOfClocks(apart: readonly ClockApart[]): {
  state: 'up' | 'degraded';
  detail: string;
  figures: Record<string, number>;
} {
  const worst = apart.reduce((max, { apartMs }) => Math.max(max, Math.abs(apartMs)), 0);
  const figures = { processes: apart.length, seconds: Math.round(worst / 1000) };
  if (apart.length === 0)
    return { state: 'up', detail: "All process clocks agree with the registry's clock.", figures };
  return { state: 'degraded', detail: `${toApartText(apart)} the registry's clock.`, figures };
}

function toApartText(apart: readonly ClockApart[]): string {
  const parts = apart.map(({ queue, apartMs }) => {
    const seconds = Math.round(Math.abs(apartMs) / 1000);
    return `the clock of ${queue} is ${seconds} s ${apartMs > 0 ? 'ahead of' : 'behind'}`;
  });
  const text = parts.join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
