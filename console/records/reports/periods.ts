/** A span of whole days, the second not included, as the transparency report takes it. */
export interface Period {
  from: string;
  to: string;
}

export const PRESETS = ['thisMonth', 'lastMonth', 'thisQuarter', 'lastQuarter', 'thisYear', 'lastYear'] as const;
export type Preset = (typeof PRESETS)[number];

/** A usual period around a time, in months of UTC: the report counts its days in UTC too. */
export function periodOf(preset: Preset, nowMs: number): Period {
  const now = new Date(nowMs);
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  const quarter = month - (month % 3);
  const span = (first: number, months: number): Period => ({
    from: day(year, first),
    to: day(year, first + months),
  });
  const spans: Record<Preset, Period> = {
    thisMonth: span(month, 1),
    lastMonth: span(month - 1, 1),
    thisQuarter: span(quarter, 3),
    lastQuarter: span(quarter - 3, 3),
    thisYear: span(0, 12),
    lastYear: span(-12, 12),
  };
  return spans[preset];
}

function day(year: number, month: number): string {
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}

/** The usual period that a span is, if it is one. */
export function presetOf({ from, to }: Period, nowMs: number): Preset | null {
  return (
    PRESETS.find((preset) => {
      const period = periodOf(preset, nowMs);
      return period.from === from && period.to === to;
    }) ?? null
  );
}

/** The last day that belongs to a span: readers count it in. */
export function lastDayOf({ to }: Period): string {
  return new Date(Date.parse(`${to}T00:00:00Z`) - 24 * 3_600_000).toISOString().slice(0, 10);
}

/** The day after, to make a span of a last day that was chosen. */
export function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 24 * 3_600_000).toISOString().slice(0, 10);
}
