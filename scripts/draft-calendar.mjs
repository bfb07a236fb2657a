// `npm run draft-calendar -- GB-ENG --id gb-england-wales --zone Europe/London --years 2021-2028 --title "…"`: prints a draft
// of a working calendar as YAML. It holds the public holidays that the date-holidays package knows; counsel checks it
// against the official list before its status becomes verified (docs/law/rulebook.md).
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import Holidays from 'date-holidays';

const DAY_MS = 86_400_000;
const USAGE = 'npm run draft-calendar -- COUNTRY[-STATE] --id ID --zone ZONE --years FROM-TO --title TITLE';
const require = createRequire(import.meta.url);

class UsageError extends Error {}

function readArguments(args) {
  const text = { type: 'string' };
  const options = { id: text, zone: text, years: text, title: text };
  let parsed;
  try {
    parsed = parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error.message);
  }
  const { values, positionals } = parsed;
  const missing = Object.keys(options).find((name) => values[name] === undefined);
  if (positionals.length !== 1) throw new UsageError('give one place, e.g. GB-ENG');
  if (missing) throw new UsageError(`--${missing} is missing`);
  const years = /^(\d{4})-(\d{4})$/.exec(values.years);
  if (!years || years[1] > years[2])
    throw new UsageError(`--years: expected e.g. 2021-2028, got ${String(values.years)}`);
  const [country, state] = positionals[0].split('-');
  return { ...values, country, state, firstYear: Number(years[1]), lastYear: Number(years[2]) };
}

/**
 * Returns a place's holidays, date → names. A holiday of several days has an entry for each; half days are left out.
 */
function holidaysOf({ country, state, firstYear, lastYear }) {
  const table = new Holidays();
  if (!Object.hasOwn(table.getCountries(), country)) throw new UsageError(`date-holidays has no country ${country}`);
  const states = Object.keys(table.getStates(country) ?? {});
  if (state !== undefined && !states.includes(state)) {
    throw new UsageError(`date-holidays has no ${country}-${state}; it has ${states.join(', ') || 'no states there'}`);
  }
  table.init(country, state);
  const names = new Map();
  for (let year = firstYear; year <= lastYear; year += 1) {
    for (const { date, start, end, type, name } of table.getHolidays(year, 'en')) {
      if (type !== 'public' || !date.slice(10).startsWith(' 00:00')) continue;
      const days = Math.round((end - start) / DAY_MS);
      for (let day = 0; day < days; day += 1) {
        const iso = new Date(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) + day * DAY_MS).toISOString().slice(0, 10);
        names.set(iso, [...(names.get(iso) ?? []), name]);
      }
    }
  }
  return [...names].sort(([one], [other]) => (one < other ? -1 : 1));
}

function toYaml({ id, title, zone, country, state, firstYear, lastYear }, holidays) {
  const { version } = require('date-holidays/package.json');
  const place = state === undefined ? country : `${country}-${state}`;
  const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri'];
  return [
    `# Draft made by "npm run draft-calendar" for ${place}, ${firstYear} to ${lastYear}. Not yet checked against the official list.`,
    `id: ${id}`,
    `version: "${new Date().getUTCFullYear()}-draft-1"`,
    `title: ${JSON.stringify(title)}`,
    `zone: ${zone}`,
    'status: draft',
    'weekend: [sat, sun]',
    'holidays:',
    ...holidays.map(([date, names]) => `  - "${date}" # ${names.join(', ')}`),
    'windows:',
    ...weekdays.map((weekday) => `  ${weekday}: [["09:00", "17:00"]]`),
    `source: "Public holidays of ${place} from date-holidays ${version} (CC-BY-3.0); office hours assumed"`,
    'years:',
    `  - { from: ${firstYear}, to: ${lastYear}, status: draft, source: "date-holidays, not compared with the published list" }`,
    '',
  ].join('\n');
}

try {
  const wanted = readArguments(process.argv.slice(2));
  process.stdout.write(toYaml(wanted, holidaysOf(wanted)));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\nusage: ${USAGE}\n`);
  process.exitCode = 2;
}
