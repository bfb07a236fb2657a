import { computeDue, WEEKDAYS } from '../domain/clock-arithmetic/index.js';
import { isOneOf } from '../domain/is-one-of.js';
import { hasKey, getKeys } from '../domain/record-keys.js';
import type { SilentTopic } from '../domain/rulebook/citation.js';
import { findPassageProblem, type PassageProblem } from '../domain/rulebook/passage.js';
import { FORMALITIES } from '../domain/rulebook/regime.js';
import type { z } from 'zod';
import type { YamlFile, YamlPath } from './read-yaml.js';
import type { FactEntry } from './proof-schema.js';
import type { calendarSchema, ClockEntry, FamilyFile, RegimeEntry, VersionEntry } from './schema.js';

interface Books {
  families: YamlFile<FamilyFile>[];
  calendarFiles: YamlFile<z.infer<typeof calendarSchema>>[];
  authorityIds: ReadonlySet<string>;
  formNames: ReadonlySet<string>;
}

interface Place {
  books: Books;
  family: YamlFile<FamilyFile>;
  path: YamlPath;
}

const MINUTES = { minute: 1, hour: 60, calendar_day: 1_440 } as const;

function countMinutes(count: ClockEntry['count']): number | undefined {
  if (count === 'as_ordered' || !hasKey(MINUTES, count.unit)) return undefined;
  return count.amount * MINUTES[count.unit];
}

/** An internal deadline after the law's own comply deadline would warn people too late. */
function checkPolicy({ family, path }: Place, { policy, clocks }: VersionEntry): void {
  const comply = clocks.flatMap(({ kind, owner, count }) =>
    kind === 'comply' && owner === 'us' ? (countMinutes(count) ?? []) : [],
  );
  const least = Math.min(...comply);
  for (const kind of ['acknowledge', 'decide'] as const) {
    const length = countMinutes(policy[kind] ?? 'as_ordered');
    if (length !== undefined && length > least) {
      throw family.blame([...path, 'policy', kind], 'is later than the law requires compliance; give a shorter time');
    }
  }
}

function checkClocks({ books, family, path }: Place, regime: RegimeEntry, version: VersionEntry): void {
  const calendar = books.calendarFiles.find(({ value }) => value.id === regime.calendar)?.value;
  for (const [index, clock] of version.clocks.entries()) {
    const at = [...path, 'clocks', index];
    checkClock({ family, path: at }, clock);
    if (clock.count === 'as_ordered') continue;
    const probe = {
      zone: family.value.zone,
      start: `${version.inForceFrom}T12:00:00Z`,
      rule: clock.count,
      ...(calendar ? { calendar } : {}),
    };
    const answer = computeDue(probe);
    if (!answer.ok) throw family.blame([...at, 'count'], `cannot be computed: ${answer.error}`);
  }
}

const POLICY_SOURCE = /^Company policy/;

function checkClock({ family, path }: Pick<Place, 'family' | 'path'>, clock: ClockEntry): void {
  if ((clock.basis === 'policy') !== POLICY_SOURCE.test(clock.source)) {
    throw family.blame(
      [...path, 'source'],
      'the source of a company policy must start with "Company policy", that of a law must not',
    );
  }
  if (clock.basis === 'policy' && clock.citation !== undefined) {
    throw family.blame([...path, 'citation'], 'a company policy must not cite a text');
  }
  if (clock.basis === 'policy' && clock.provision !== undefined) {
    throw family.blame([...path, 'provision'], 'a company policy must not name a provision');
  }
  if ((clock.guards !== null) !== (clock.form === 'floor')) {
    throw family.blame(path, 'a floor must say what it guards, a ceiling must not');
  }
  if (clock.form === 'floor' && clock.count === 'as_ordered') {
    throw family.blame([...path, 'count'], 'a floor is set by the law, not by the order it holds against');
  }
  for (const [index, { from, to }] of clock.windows.entries()) {
    if (to <= from) throw family.blame([...path, 'windows', index, 'to'], 'must lie after from (it is not included)');
  }
}

function checkVersions(place: Place, regime: RegimeEntry): void {
  const { family, path } = place;
  let before: VersionEntry | undefined;
  for (const [index, version] of regime.versions.entries()) {
    const at = [...path, 'versions', index];
    if (version.inForceTo !== null && version.inForceTo <= version.inForceFrom) {
      throw family.blame([...at, 'inForceTo'], 'must lie after inForceFrom (it is the first day without the rule)');
    }
    if (before && (before.inForceTo === null || before.inForceTo > version.inForceFrom)) {
      throw family.blame([...at, 'inForceFrom'], 'overlaps the version before it; end that one with inForceTo');
    }
    checkClocks({ ...place, path: at }, regime, version);
    checkPolicy({ ...place, path: at }, version);
    checkContents({ ...place, path: at }, version);
    checkProofs({ ...place, path: at }, version);
    before = version;
  }
}

const FACT_LISTS = ['thresholds', 'whoMayOrder', 'contents', 'clocks', 'remedies', 'penalties', 'grounds'] as const;
const SINGLE_FACTS = ['inForce', 'deemedService', 'secrecy', 'userNotice'] as const;

function factsIn(version: VersionEntry): { at: YamlPath; fact: FactEntry }[] {
  return [
    ...FACT_LISTS.flatMap((name) => version[name].map((fact, index) => ({ at: [name, index], fact }))),
    ...SINGLE_FACTS.flatMap((name) => {
      const fact = version[name];
      return fact === null ? [] : [{ at: [name], fact }];
    }),
    ...getKeys(version.formalities ?? {}).flatMap((name) => {
      const fact = version.formalities?.[name];
      return fact === undefined ? [] : [{ at: ['formalities', name], fact }];
    }),
    ...(version.statusUpdates === undefined ? [] : [{ at: ['statusUpdates'], fact: version.statusUpdates }]),
  ];
}

function isSpoken(topic: SilentTopic, { clocks, ...version }: VersionEntry): boolean {
  const law = clocks.filter(({ basis }) => basis === 'law');
  if (topic === 'start') return law.length > 0;
  if (topic === 'length') return law.some(({ count }) => count !== 'as_ordered');
  if (isOneOf(FORMALITIES, topic)) return version.formalities?.[topic] !== undefined;
  const facts = version[topic];
  return Array.isArray(facts) ? facts.length > 0 : facts !== null;
}

export const DESCRIBE_PASSAGE_PROBLEM: Record<PassageProblem, (at: string) => string> = {
  no_place: (at) => `the stored text has no place ${at}`,
  no_clause: (at) => `the stored text does not say this at ${at}`,
};

/** A clause must stand in its stored text, at the place that the citation names. */
function checkCitation({ family, path }: Pick<Place, 'family' | 'path'>, citation: FactEntry['citation']): void {
  if (citation === undefined) return;
  const { text, at, clause } = citation;
  const entry = family.value.texts[text];
  if (entry === undefined) throw family.blame([...path, 'text'], `add ${text} to texts or correct the key`);
  if (entry.body === undefined || at === undefined || clause === undefined) return;
  const problem = findPassageProblem(entry.body, { at, clause });
  if (problem !== null)
    throw family.blame([...path, problem === 'no_place' ? 'at' : 'clause'], DESCRIBE_PASSAGE_PROBLEM[problem](at));
}

function checkProofs({ family, path }: Place, version: VersionEntry): void {
  const { texts, acts } = family.value;
  for (const { at, fact } of factsIn(version)) {
    checkCitation({ family, path: [...path, ...at, 'citation'] }, fact.citation);
    const act = fact.provision?.act;
    if (act !== undefined && acts[act] === undefined)
      throw family.blame([...path, ...at, 'provision', 'act'], `add ${act} to acts or correct the key`);
  }
  for (const topic of getKeys(version.silent)) {
    const { text = '', read = texts[text]?.read } = version.silent[topic] ?? {};
    const at = [...path, 'silent', topic];
    if (texts[text] === undefined) throw family.blame([...at, 'text'], `add ${text} to texts or correct the key`);
    if (read === undefined) throw family.blame(at, 'give the date when the text was read');
    if (isSpoken(topic, version)) throw family.blame(at, 'this version has a fact on it; remove one of the two');
  }
  for (const topic of getKeys(version.unread ?? {})) {
    if (version.silent[topic] !== undefined || isSpoken(topic, version))
      throw family.blame([...path, 'unread', topic], 'a text was read on it; remove one of the two');
  }
}

function mayStop({ owner, count }: ClockEntry): boolean {
  return owner === 'us' && count !== 'as_ordered' && count.stop;
}

function checkContents({ family, path }: Place, { contents, clocks, deemedService }: VersionEntry): void {
  const ids = new Set<string>();
  for (const [index, { id, lack }] of contents.entries()) {
    if (ids.has(id)) throw family.blame([...path, 'contents', index, 'id'], `${id} already exists; ids must be unique`);
    ids.add(id);
    if (lack === 'clocks_may_pause' && !clocks.some(mayStop)) {
      throw family.blame(
        [...path, 'contents', index, 'lack'],
        'no clock of ours in this version can be paused (count: { stop: true })',
      );
    }
  }
  const deemed = clocks.findIndex(({ startsOn }) => startsOn === 'deemed_service');
  if (deemed >= 0 && deemedService === null) {
    throw family.blame([...path, 'clocks', deemed, 'startsOn'], 'add deemedService: how the law dates the service');
  }
}

function checkNames({ books, family, path }: Place, regime: RegimeEntry): void {
  const named = [
    ...regime.authorities.map((id, index) => ({ id, at: ['authorities', index] })),
    ...regime.proposeFor.flatMap(({ authorities = [] }, rule) =>
      authorities.map((id, index) => ({ id, at: ['proposeFor', rule, 'authorities', index] })),
    ),
  ];
  for (const { id, at } of named) {
    if (!books.authorityIds.has(id))
      throw family.blame([...path, ...at], `add ${id} to authorities.yaml or correct the id`);
  }
  if (regime.calendar !== null && !books.calendarFiles.some(({ value }) => value.id === regime.calendar)) {
    throw family.blame([...path, 'calendar'], `there is no calendar ${regime.calendar} in calendars/`);
  }
}

function listClaims(
  { value }: YamlFile<FamilyFile>,
  { kinds, authorities, authorityKinds, words }: RegimeEntry['proposeFor'][number],
): string[] {
  // Laws proposed by words may coexist: the stricter of each duty applies.
  if (words !== undefined) return [];
  const jurisdictions = [value.jurisdiction, ...value.memberJurisdictions];
  const issuers = authorities ?? authorityKinds?.map((kind) => `any ${kind}`) ?? ['*'];
  return jurisdictions.flatMap((place) => kinds.flatMap((kind) => issuers.map((id) => `${place} ${kind} ${id}`)));
}

/** Two laws must not claim the same notice, or the proposal would depend on file order. */
function checkProposals({ family, path }: Place, regime: RegimeEntry, claimed: Map<string, string>): void {
  for (const [index, proposal] of regime.proposeFor.entries()) {
    for (const claim of listClaims(family, proposal)) {
      const other = claimed.get(claim);
      if (other !== undefined) {
        throw family.blame([...path, 'proposeFor', index], `${other} is already proposed for ${claim}`);
      }
      claimed.set(claim, regime.id);
    }
  }
}

/** Checks across entries: dangling names, overlaps, clocks that cannot be computed. */
export function checkBooks(books: Books): void {
  checkCalendars(books);
  const ids = new Set<string>();
  const claimed = new Map<string, string>();
  for (const family of books.families) {
    for (const [index, regime] of family.value.regimes.entries()) {
      const place = { books, family, path: ['regimes', index] };
      if (ids.has(regime.id))
        throw family.blame([...place.path, 'id'], `${regime.id} already exists; ids must be unique`);
      ids.add(regime.id);
      checkNames(place, regime);
      checkForms(place, regime);
      checkVersions(place, regime);
      checkProposals(place, regime, claimed);
    }
  }
  checkOtherLaws(books, ids);
}

function checkForms({ books, family, path }: Place, { versions }: RegimeEntry): void {
  for (const [index, { formalities }] of versions.entries()) {
    const lost = formalities?.form?.forms?.find((name) => !books.formNames.has(name));
    if (lost === undefined) continue;
    throw family.blame([...path, 'versions', index, 'formalities', 'form'], `there is no file forms/${lost}.yaml`);
  }
}

function checkCalendars({ calendarFiles }: Books): void {
  const ids = new Set<string>();
  for (const { value, blame } of calendarFiles) {
    if (ids.has(value.id)) throw blame(['id'], `${value.id} already exists; ids must be unique`);
    ids.add(value.id);
    if (new Set(value.weekend).size === WEEKDAYS.length) throw blame(['weekend'], 'leaves no business day in the week');
    checkYears({ value, blame });
    checkHalfDays({ value, blame });
  }
}

type CalendarFile = Pick<Books['calendarFiles'][number], 'value' | 'blame'>;

function isListed(years: CalendarFile['value']['years'], date: string): boolean {
  const year = Number(date.slice(0, 4));
  return years.some(({ from, to }) => from <= year && year <= to);
}

/**
 * A holiday outside the declared years would pass as a complete list for its year, and two sources for one year may
 * contradict.
 */
function checkYears({ value: { holidays, years }, blame }: CalendarFile): void {
  for (const [index, { from, to }] of years.entries()) {
    const before = years[index - 1];
    if (to < from || (before !== undefined && from <= before.to))
      throw blame(['years', index], 'years must be ascending, each in one entry');
  }
  const lost = holidays.findIndex((date) => !isListed(years, date));
  if (lost >= 0) throw blame(['holidays', lost], 'add its year to years, with the source');
}

/** A half-day that is also a holiday would silently count as closed, and a date listed twice has two closing times. */
function checkHalfDays({ value: { holidays, halfDays = [], years }, blame }: CalendarFile): void {
  const listed = new Set(holidays);
  for (const [index, { date }] of halfDays.entries()) {
    if (!isListed(years, date)) throw blame(['halfDays', index], 'add its year to years, with the source');
    if (listed.has(date)) throw blame(['halfDays', index], `${date} is already in the calendar`);
    listed.add(date);
  }
}

function checkOtherLaws({ families }: Books, ids: ReadonlySet<string>): void {
  for (const family of families) {
    for (const [index, { id, versions }] of family.value.regimes.entries()) {
      const named = versions.flatMap(({ alongside, counteredBy }, version) => [
        ...alongside.map((other, at) => ({ other, path: ['versions', version, 'alongside', at] })),
        ...(counteredBy === undefined ? [] : [{ other: counteredBy, path: ['versions', version, 'counteredBy'] }]),
      ]);
      const lost = named.find(({ other }) => other === id || !ids.has(other));
      if (lost) throw family.blame(['regimes', index, ...lost.path], `there is no other regime ${lost.other}`);
    }
  }
}
