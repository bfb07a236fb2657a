// Rules for holidays as laws define them. A rule is `{ name, of(year) }`; `of` returns ISO dates.
const DAY_MS = 86_400_000;

export const FIRST_YEAR = 2021;
export const LAST_YEAR = 2028;
export const WHOLE_SPAN = { from: FIRST_YEAR, to: LAST_YEAR };

const iso = (ms) => new Date(ms).toISOString().slice(0, 10);

/**
 * Easter Sunday of the Gregorian calendar, as ms of its midnight in UTC (Meeus, Astronomical Algorithms, chapter 8).
 */
function easterOf(year) {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const g = Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const l = (32 + 2 * e + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const days = h + l - 7 * m + 114;
  return Date.UTC(year, Math.floor(days / 31) - 1, (days % 31) + 1);
}

export const everyYear = (dateOf, name) => ({ name, of: (year) => [dateOf(year)] });

export const fixed = (monthDay, name) => everyYear((year) => `${year}-${monthDay}`, name);

export const fromEaster = (days, name) => everyYear((year) => iso(easterOf(year) + days * DAY_MS), name);

export const only = (date, name) => ({ name, of: (year) => (date.startsWith(`${year}-`) ? [date] : []) });

export const span = (from, to, name) => ({
  name,
  of: (year) => {
    const [first, last] = [Date.parse(`${year}-${from}`), Date.parse(`${year}-${to}`)];
    return Array.from({ length: (last - first) / DAY_MS + 1 }, (_, day) => iso(first + day * DAY_MS));
  },
});

const mondayFrom = (ms) => ms + ((8 - new Date(ms).getUTCDay()) % 7) * DAY_MS;

export const firstMonday = (month, name) => everyYear((year) => iso(mondayFrom(Date.UTC(year, month - 1, 1))), name);

export const lastMonday = (month, name) =>
  everyYear((year) => iso(mondayFrom(Date.UTC(year, month, 1) - 7 * DAY_MS)), name);
