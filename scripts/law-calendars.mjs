// `npm run law-calendars`: writes the calendars whose days a law names by rule (fixed dates, days around Easter, the nth
// Monday): the German Länder, Ireland, the institutions of the Union, the Brazilian courts. `-- --check` writes nothing and
// fails where a file differs. What a rule rests on, and how sure it is, stands in `source` and in docs/law/calendars.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FIRST_YEAR, LAST_YEAR } from './law-days.mjs';
import { PLACES } from './law-places.mjs';

const DIR = fileURLToPath(new URL('../rulebook/calendars/', import.meta.url));

function datesOfYear(rules, year) {
  const current = rules.filter(({ since = FIRST_YEAR }) => since <= year);
  return current.flatMap(({ of, name }) => of(year).map((date) => [date, name]));
}

const isWeekend = (date) => [0, 6].includes(new Date(date).getUTCDay());

function datesOf(rules, weekdaysOnly = false) {
  const names = new Map();
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year += 1) {
    const days = datesOfYear(rules, year).filter(([date]) => !(weekdaysOnly && isWeekend(date)));
    for (const [date, name] of days) names.set(date, [...(names.get(date) ?? []), name]);
  }
  return [...names].sort(([one], [other]) => (one < other ? -1 : 1));
}

function formatHalfDays(rules = []) {
  const days = rules.flatMap((rule) =>
    datesOf([rule]).map(([date, [name]]) => ({ date, name, opensAt: rule.opensAt })),
  );
  const lines = days.map(({ date, name, opensAt }) => `  - { date: "${date}", opensAt: "${opensAt}" } # ${name}`);
  return lines.length === 0 ? [] : ['halfDays:', ...lines];
}

function formatYears({ from, to, status, source, url, read }) {
  const lines = [
    `  - from: ${from}`,
    `    to: ${to}`,
    `    status: ${status}`,
    `    source: ${JSON.stringify(source)}`,
  ];
  return url === undefined ? lines : [...lines, `    url: ${JSON.stringify(url)}`, `    read: "${read}"`];
}

function toYaml({ id, title, zone, note, weekdaysOnly, days, halfDays, source, years }) {
  const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri'];
  return [
    '# Made by "npm run law-calendars" from the rules in scripts/law-laender.mjs and law-places.mjs: change them there.',
    ...(note === undefined ? [] : [`# ${note}`]),
    `id: ${id}`,
    'version: "2026-draft-1"',
    `title: ${JSON.stringify(title)}`,
    `zone: ${zone}`,
    'status: draft',
    'weekend: [sat, sun]',
    'holidays:',
    ...datesOf(days, weekdaysOnly).map(([date, names]) => `  - "${date}" # ${[...new Set(names)].join(', ')}`),
    ...formatHalfDays(halfDays),
    'windows:',
    ...weekdays.map((weekday) => `  ${weekday}: [["09:00", "17:00"]]`),
    `source: ${JSON.stringify(source)}`,
    'years:',
    ...years.flatMap(formatYears),
    '',
  ].join('\n');
}

const isCheck = process.argv.includes('--check');
for (const place of PLACES) {
  const file = `${DIR}${place.id}.yaml`;
  if (!isCheck) writeFileSync(file, toYaml(place));
  else if (readFileSync(file, 'utf8') !== toYaml(place)) {
    process.stderr.write(`${file} differs from its rules. Run npm run law-calendars.\n`);
    process.exitCode = 1;
  }
}
