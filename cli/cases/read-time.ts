import { openZone } from '../../domain/clock-arithmetic/local-time.js';

interface DateStyle {
  zone: string;
  pattern?: string | undefined;
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const ISO = /^(?<yyyy>\d{4})-(?<MM>\d{2})-(?<dd>\d{2})(?:[T ](?<HH>\d{2}):(?<mm>\d{2})(?::(?<ss>\d{2})(?:\.\d+)?)?)?$/;
const WITH_OFFSET = /^(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?:Z|[+-]\d{2}:?\d{2})$/;
const TOKENS: Readonly<Record<string, string>> = {
  yyyy: String.raw`(?<yyyy>\d{4})`,
  yy: String.raw`(?<yy>\d{2})`,
  MMM: String.raw`(?<MMM>\p{L}{3})\.?`,
  MM: String.raw`(?<MM>\d{1,2})`,
  dd: String.raw`(?<dd>\d{1,2})`,
  HH: String.raw`(?<HH>\d{1,2})`,
  h: String.raw`(?<h>\d{1,2})`,
  mm: String.raw`(?<mm>\d{2})`,
  ss: String.raw`(?<ss>\d{2})`,
  a: '(?<a>[AaPp][Mm])',
};
const TOKEN = /yyyy|yy|MMM|MM|dd|HH|h|mm|ss|a|[^A-Za-z]|[A-Za-z]+/g;

/**
 * Reads a time as the source writes it: with an offset as it stands, else on the wall clock of the zone. Returns UTC
 * with milliseconds; null if it is no such time.
 */
export function readLocalTime(text: string, { zone, pattern }: DateStyle): string | null {
  const [, local] = WITH_OFFSET.exec(text) ?? [];
  const parts = (local !== undefined || pattern === undefined ? ISO : compile(pattern)).exec(local ?? text)?.groups;
  const localMs = parts === undefined ? null : toLocalMs(parts);
  if (localMs === null) return null;
  const ms = local === undefined ? openZone(zone).toInstant(localMs) : Date.parse(text.replace(' ', 'T'));
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

function compile(pattern: string): RegExp {
  const parts = (pattern.match(TOKEN) ?? []).map(
    (part) => TOKENS[part] ?? part.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`),
  );
  return new RegExp(`^${parts.join('')}$`, 'u');
}

function toLocalMs(parts: Record<string, string | undefined>): number | null {
  const number = (name: string) => Number(parts[name] ?? 0);
  const year = parts['yyyy'] === undefined ? 2000 + number('yy') : number('yyyy');
  const month = parts['MMM'] === undefined ? number('MM') - 1 : MONTHS.indexOf(parts['MMM'].toLowerCase());
  const afternoon = parts['a']?.toLowerCase() === 'pm' ? 12 : 0;
  const hour = parts['h'] === undefined ? number('HH') : (number('h') % 12) + afternoon;
  const [day, minute, second] = [number('dd'), number('mm'), number('ss')];
  const ms = Date.UTC(year, month, day, hour, minute, second);
  const made = new Date(ms);
  // `Date.UTC` carries 31 February over into March.
  const isSame = made.getUTCMonth() === month && made.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return isSame ? ms : null;
}
