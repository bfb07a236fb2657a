import { computeDue } from '../domain/clock-arithmetic/index.js';
import type { z } from 'zod';
import type { YamlFile, YamlPath } from './read-yaml.js';
import type { calendarSchema, FamilyFile, RegimeEntry, VersionEntry } from './schema.js';

/** Clocks that every regime runs: where the law is silent a house rule stands in, labelled so. */
const REQUIRED_KINDS = ['acknowledge', 'decide', 'comply', 'inform'] as const;

interface Books {
  families: YamlFile<FamilyFile>[];
  calendarFiles: YamlFile<z.infer<typeof calendarSchema>>[];
  authorityIds: ReadonlySet<string>;
}

interface Place {
  books: Books;
  family: YamlFile<FamilyFile>;
  path: YamlPath;
}

function checkClocks({ books, family, path }: Place, regime: RegimeEntry, version: VersionEntry): void {
  for (const kind of REQUIRED_KINDS) {
    if (!version.clocks.some((clock) => clock.kind === kind && clock.owner === 'us')) {
      throw family.blame([...path, 'clocks'], `add the ${kind} clock (basis house where the law sets none)`);
    }
  }
  const calendar = books.calendarFiles.find(({ value }) => value.id === regime.calendar)?.value;
  for (const [index, { basis, confidence, count }] of version.clocks.entries()) {
    const at = [...path, 'clocks', index];
    if ((basis === 'house') !== (confidence === 'house')) {
      throw family.blame(at, 'a house rule has confidence house, a law never has');
    }
    if (count === 'as_ordered') continue;
    const probe = {
      zone: family.value.zone,
      start: `${version.inForceFrom}T12:00:00Z`,
      rule: count,
      ...(calendar ? { calendar } : {}),
    };
    const answer = computeDue(probe);
    if (!answer.ok) throw family.blame([...at, 'count'], `cannot be computed: ${answer.error}`);
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
    before = version;
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

function claimsOf(
  { value }: YamlFile<FamilyFile>,
  { kinds, authorities = ['*'] }: RegimeEntry['proposeFor'][number],
): string[] {
  const jurisdictions = [value.jurisdiction, ...value.memberJurisdictions];
  return jurisdictions.flatMap((place) => kinds.flatMap((kind) => authorities.map((id) => `${place} ${kind} ${id}`)));
}

/** Two laws may not claim the same notice: which one is proposed would hang on the order of files. */
function checkProposals({ family, path }: Place, regime: RegimeEntry, claimed: Map<string, string>): void {
  for (const [index, proposal] of regime.proposeFor.entries()) {
    for (const claim of claimsOf(family, proposal)) {
      const other = claimed.get(claim);
      if (other !== undefined) {
        throw family.blame([...path, 'proposeFor', index], `${other} is already proposed for ${claim}`);
      }
      claimed.set(claim, regime.id);
    }
  }
}

/** Checks what no single entry shows: names that lead nowhere, overlaps, clocks that cannot be computed. */
export function checkBooks(books: Books): void {
  const ids = new Set<string>();
  const claimed = new Map<string, string>();
  for (const family of books.families) {
    for (const [index, regime] of family.value.regimes.entries()) {
      const place = { books, family, path: ['regimes', index] };
      if (ids.has(regime.id))
        throw family.blame([...place.path, 'id'], `${regime.id} is there already; ids are used once`);
      ids.add(regime.id);
      checkNames(place, regime);
      checkVersions(place, regime);
      checkProposals(place, regime, claimed);
    }
  }
}
