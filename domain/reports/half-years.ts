export interface HalfYear {
  name: string;
  from: Date;
  to: Date;
}

/** Returns the half-years (UTC) of a year that have ended: a running one would reveal how its count grows. */
export function halfYearsOver(year: number, at: Date): HalfYear[] {
  const halves = [1, 2].map((half) => ({
    name: `${year}-H${half}`,
    from: new Date(Date.UTC(year, half === 1 ? 0 : 6, 1)),
    to: new Date(Date.UTC(year, half === 1 ? 6 : 12, 1)),
  }));
  return halves.filter(({ to }) => to <= at);
}
