/** Whole days; `to` is exclusive, as in the transparency report. */
export interface ReportPeriod {
  from: string;
  to: string;
}

export const PRESETS = ['thisMonth', 'lastMonth', 'thisQuarter', 'lastQuarter', 'thisYear', 'lastYear'] as const;
export type Preset = (typeof PRESETS)[number];

/** Returns a preset period in UTC months, because the report counts days in UTC. */
export function computePeriod(preset: Preset, nowMs: number): ReportPeriod {
  const now = new Date(nowMs);
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  const quarter = month - (month % 3);
  const span = (first: number, months: number): ReportPeriod => ({
    from: day(year, first),
    to: day(year, first + months),
  });
  const spans: Record<Preset, ReportPeriod> = {
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

/** The preset a period matches; null if none. */
export function findPreset({ from, to }: ReportPeriod, nowMs: number): Preset | null {
  return (
    PRESETS.find((preset) => {
      const period = computePeriod(preset, nowMs);
      return period.from === from && period.to === to;
    }) ?? null
  );
}

/** Returns the last day of a period, since `to` is exclusive. */
export function computeLastDay({ to }: ReportPeriod): string {
  return new Date(Date.parse(`${to}T00:00:00Z`) - 24 * 3_600_000).toISOString().slice(0, 10);
}

/** Returns the day after, as the exclusive end for a chosen last day. */
export function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 24 * 3_600_000).toISOString().slice(0, 10);
}
