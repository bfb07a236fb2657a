import type { ClockApart } from '../../../registry/ops/clocks-apart.js';

export function stateOfClocks(apart: readonly ClockApart[]): {
  state: 'up' | 'degraded';
  detail: string;
  figures: Record<string, number>;
} {
  const worst = apart.reduce((most, { apartMs }) => Math.max(most, Math.abs(apartMs)), 0);
  const figures = { processes: apart.length, seconds: Math.round(worst / 1000) };
  if (apart.length === 0) return { state: 'up', detail: "The processes' clocks are that of the registry.", figures };
  return { state: 'degraded', detail: `${toApartText(apart)} than the registry's.`, figures };
}

function toApartText(apart: readonly ClockApart[]): string {
  const parts = apart.map(({ queue, apartMs }) => {
    const seconds = Math.round(Math.abs(apartMs) / 1000);
    return `the clock of ${queue} is ${seconds} s ${apartMs > 0 ? 'later' : 'earlier'}`;
  });
  const text = parts.join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
