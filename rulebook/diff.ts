import { formatUnits } from '../domain/clock-arithmetic/index.js';
import { FORMALITIES, type CalendarVersion, type CountingRule, type RegimeVersion } from '../domain/rulebook/regime.js';
import { diffClocks } from './diff-clocks.js';
import { changedFact, changedFacts, changedField, changedSet, diffFields, type FieldChange } from './diff-fields.js';
import { describeAmount, formatInForce } from './in-words.js';

export interface RulebookDifference {
  what: 'regime' | 'calendar' | 'proposal' | 'authority' | 'ground' | 'company' | 'event';
  id: string;
  title: string;
  change: 'added' | 'ended' | 'changed';
  before: string | null;
  after: string | null;
  changes: FieldChange[];
}

export interface LawState {
  regimes: readonly RegimeVersion[];
  calendars: readonly CalendarVersion[];
}

interface Versioned {
  id: string;
  version: string;
  title: string;
}

function byId<T extends Versioned>(versions: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const version of versions) groups.set(version.id, [...(groups.get(version.id) ?? []), version]);
  return groups;
}

/** Versions pair by name; a single unpaired one on each side is the same version with a new date. */
function pairVersions<T extends Versioned>(
  before: readonly T[],
  after: readonly T[],
): [T | undefined, T | undefined][] {
  const gone = before.filter(({ version }) => !after.some((other) => other.version === version));
  const fresh = after.filter(({ version }) => !before.some((other) => other.version === version));
  const same = after.flatMap((version): [T | undefined, T | undefined][] => {
    const old = before.find((other) => other.version === version.version);
    return old === undefined ? [] : [[old, version]];
  });
  if (gone.length === 1 && fresh.length === 1) return [...same, [gone[0], fresh[0]]];
  return [
    ...same,
    ...gone.map((version): [T | undefined, T | undefined] => [version, undefined]),
    ...fresh.map((version): [T | undefined, T | undefined] => [undefined, version]),
  ];
}

function compareVersions<T extends Versioned>(
  what: 'regime' | 'calendar',
  [before, after]: [readonly T[], readonly T[]],
  compare: (one: T, other: T) => FieldChange[],
): RulebookDifference[] {
  const [was, is] = [byId(before), byId(after)];
  const ids = [...new Set([...was.keys(), ...is.keys()])].sort();
  return ids.flatMap((id) =>
    pairVersions(was.get(id) ?? [], is.get(id) ?? []).flatMap(([old, fresh]) => {
      const shown = fresh ?? old;
      if (shown === undefined) return [];
      const changes = old === undefined || fresh === undefined ? [] : compare(old, fresh);
      if (old !== undefined && fresh !== undefined && changes.length === 0) return [];
      const change = old === undefined ? 'added' : fresh === undefined ? 'ended' : 'changed';
      const names = { before: old?.version ?? null, after: fresh?.version ?? null };
      return [{ what, id, title: shown.title, change, ...names, changes } satisfies RulebookDifference];
    }),
  );
}

/** Returns the differences of two states of the law, laws first, each by id; empty if equal. */
export function diffLaw(before: LawState, after: LawState): RulebookDifference[] {
  return [
    ...compareVersions('regime', [before.regimes, after.regimes], diffVersions),
    ...compareVersions('calendar', [before.calendars, after.calendars], diffCalendars),
  ];
}

function diffVersions(before: RegimeVersion, after: RegimeVersion): FieldChange[] {
  const period = ({ inForceFrom, inForceTo }: RegimeVersion) => ({ inForceFrom, inForceTo });
  const plain = (field: 'title' | 'summary' | 'status' | 'jurisdiction' | 'zone' | 'calendar') =>
    changedField<string | null>(field, before[field], after[field], { label: field });
  return [
    ...plain('title'),
    ...plain('status'),
    ...changedField('inForceFrom', period(before), period(after), { label: 'in force', say: formatInForce }),
    ...diffClocks(before.clocks, after.clocks),
    ...changedFacts('thresholds', before.thresholds ?? [], after.thresholds ?? [], {
      label: 'threshold',
      key: ({ test }) => JSON.stringify(test),
      say: ({ text }) => text,
    }),
    ...changedField('immediatelySeconds', before.immediatelySeconds, after.immediatelySeconds, {
      label: 'company policy for "immediately"',
      say: (seconds) => `${seconds / 60} minutes`,
    }),
    ...changedField('counteredBy', before.counteredBy ?? null, after.counteredBy ?? null, {
      label: 'law of counter notifications',
    }),
    ...plain('zone'),
    ...plain('calendar'),
    ...plain('jurisdiction'),
    ...diffLists(before, after),
    ...diffFacts(before, after),
    ...diffFields('inForce', before.inForce, after.inForce, { label: 'in force' }),
    ...diffFields('silent', before.silent, after.silent, { label: 'silent' }),
    ...diffFields('unread', before.unread ?? {}, after.unread ?? {}, { label: 'text not obtained' }),
    ...plain('summary'),
  ];
}

function diffLists(before: RegimeVersion, after: RegimeVersion): FieldChange[] {
  const set = (field: 'countries' | 'noticeKinds' | 'authorities' | 'alongside', label: string) =>
    changedSet(field, before[field], after[field], { label });
  return [
    ...set('noticeKinds', 'kinds of notice'),
    ...set('authorities', 'authorities'),
    ...set('countries', 'countries of effect'),
    ...set('alongside', 'applies together with'),
  ];
}

function diffFacts(before: RegimeVersion, after: RegimeVersion): FieldChange[] {
  const texts = (field: 'remedies' | 'penalties' | 'grounds', label: string) =>
    changedFacts<{ text: string }>(field, before[field], after[field], {
      label,
      key: ({ text }) => text,
      say: ({ text }) => text,
    });
  return [
    ...changedFacts('whoMayOrder', before.whoMayOrder, after.whoMayOrder, {
      label: 'who can order',
      key: ({ who }) => who,
      say: ({ who, rank, channel }) => [who, rank, channel].filter((part) => part !== null).join(', '),
    }),
    ...changedFacts('contents', before.contents, after.contents, {
      label: 'what the document must contain',
      key: ({ id }) => id,
      say: ({ asks }) => asks,
    }),
    ...diffDeemedService(before.deemedService, after.deemedService),
    ...changedFact('secrecy', before.secrecy, after.secrecy, {
      label: 'secrecy',
      say: ({ level, text }) => `${level}: ${text}`,
    }),
    ...changedFact('userNotice', before.userNotice, after.userNotice, {
      label: 'user notice',
      say: ({ rule, when, text }) => `${rule}${when === undefined ? '' : `, ${when}`}: ${text}`,
    }),
    ...FORMALITIES.flatMap((name) =>
      changedFact(name, before.formalities?.[name] ?? null, after.formalities?.[name] ?? null, {
        label: name,
        say: ({ text, forms = [] }) => [text, ...forms].join(' '),
      }),
    ),
    ...changedFact('statusUpdates', before.statusUpdates ?? null, after.statusUpdates ?? null, {
      label: 'status updates',
      say: ({ every, text }) => `every ${formatUnits(every.amount, every.unit)}: ${text}`,
    }),
    ...texts('remedies', 'remedy'),
    ...texts('penalties', 'penalty'),
    ...texts('grounds', 'ground of an order'),
  ];
}

function diffDeemedService(
  before: RegimeVersion['deemedService'],
  after: RegimeVersion['deemedService'],
): FieldChange[] {
  const label = 'deemed service';
  const say = ({ counting }: { counting: CountingRule }) => `${describeAmount(counting)} from the issue`;
  if (before === null || after === null) return changedFact('deemedService', before, after, { label, say });
  const { counting: was, ...restBefore } = before;
  const { counting: is, ...restAfter } = after;
  return [
    ...changedField('deemedService.counting', was, is, { label, say: describeAmount }),
    ...diffFields('deemedService', restBefore, restAfter, { label }),
  ];
}

function diffCalendars(before: CalendarVersion, after: CalendarVersion): FieldChange[] {
  const plain = (field: 'version' | 'title' | 'zone' | 'status' | 'source') =>
    changedField<string>(field, before[field], after[field], { label: field });
  return [
    ...changedSet('holidays', before.holidays, after.holidays, { label: 'holidays' }),
    ...changedSet('halfDays', listHalfDays(before), listHalfDays(after), { label: 'half-days' }),
    ...changedSet('weekend', before.weekend, after.weekend, { label: 'weekend' }),
    ...changedField('years', before.years ?? [], after.years ?? [], { label: 'years', say: formatYears }),
    ...changedField('windows', before.windows, after.windows, { label: 'office hours', say: formatWindowsOfWeek }),
    ...plain('version'),
    ...plain('status'),
    ...plain('zone'),
    ...plain('title'),
    ...plain('source'),
  ];
}

function listHalfDays({ halfDays = [] }: CalendarVersion): string[] {
  return halfDays.map(({ date, opensAt, closesAt }) => `${date} ${opensAt ?? ''}–${closesAt ?? ''}`);
}

function formatYears(years: NonNullable<CalendarVersion['years']>): string {
  const spans = years.map(({ from, to, status }) => `${from === to ? from : `${from}–${to}`} ${status}`);
  return spans.length === 0 ? 'none' : spans.join(', ');
}

function formatWindowsOfWeek(windows: CalendarVersion['windows']): string {
  const days = Object.entries(windows).map(([day, spans]) => `${day} ${spans.map((span) => span.join('–')).join(' ')}`);
  return days.length === 0 ? 'none' : days.join(', ');
}

export function formatDifference({ what, id, title, change, before, after }: RulebookDifference): string {
  const versions = before === after || before === null || after === null ? (after ?? before) : `${before} → ${after}`;
  const name = [what, id, versions].filter((part) => part !== null).join(' ');
  if (change === 'added') return `${name} is new: ${title}`;
  return change === 'ended' ? `${name} is no longer there: ${title}` : `${name}: ${title}`;
}
