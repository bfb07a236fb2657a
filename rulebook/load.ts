import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GROUND_CODES } from '../domain/ground.js';
import { AUTHORITY_LADDER, DEFAULT_LADDER } from '../domain/open-clocks.js';
import type { CalendarVersion, ClockRule, RegimeVersion } from '../domain/regime.js';
import { checkBooks } from './check.js';
import { makeRulebook } from './rulebook.js';
import type { Authority, Ground, Regime, Rulebook } from './rulebook.js';
import { readYaml } from './read-yaml.js';
import type { YamlFile } from './read-yaml.js';
import { RulebookError } from './rulebook-error.js';
import { authoritiesSchema, calendarSchema, familySchema, groundsSchema } from './schema.js';
import type { ClockEntry, FamilyFile, RegimeEntry, VersionEntry } from './schema.js';

function yamlFilesIn(dir: string): string[] {
  try {
    const names = readdirSync(dir).filter((name) => name.endsWith('.yaml'));
    return names.sort().map((name) => join(dir, name));
  } catch {
    throw new RulebookError({
      file: dir,
      line: 1,
      path: '',
      cure: 'the folder is missing; it holds one YAML file a law',
    });
  }
}

function toClockRule({ count, ladder, ...rest }: ClockEntry): ClockRule {
  return {
    ...rest,
    counting: count === 'as_ordered' ? null : count,
    ladder: ladder ?? [...(rest.owner === 'us' ? DEFAULT_LADDER : AUTHORITY_LADDER)],
  };
}

function toVersion(family: FamilyFile, regime: RegimeEntry, version: VersionEntry): RegimeVersion {
  return {
    id: regime.id,
    version: version.inForceFrom,
    title: regime.title,
    jurisdiction: family.jurisdiction,
    zone: family.zone,
    calendar: regime.calendar,
    status: version.status,
    inForceFrom: version.inForceFrom,
    inForceTo: version.inForceTo,
    immediatelySeconds: regime.immediatelySeconds,
    countries: regime.countries,
    noticeKinds: regime.noticeKinds,
    authorities: regime.authorities,
    clocks: version.clocks.map(toClockRule),
    summary: version.summary,
  };
}

function toRegimes({ value: family }: YamlFile<FamilyFile>): Regime[] {
  return family.regimes.map((entry) => ({
    id: entry.id,
    title: entry.title,
    family: family.family,
    jurisdictions: [family.jurisdiction, ...family.memberJurisdictions],
    proposeFor: entry.proposeFor,
    versions: entry.versions.map((version) => toVersion(family, entry, version)),
  }));
}

function loadAuthorities(file: string): Authority[] {
  return readYaml(file, authoritiesSchema).value.map((authority) => ({
    ...authority,
    signers: [],
    verification: 'verified',
    // The reserved domain of RFC 2606: no letter of a fresh desk can reach a real office.
    contacts: [{ purpose: 'letters', email: `${authority.id}@authority.example` }],
  }));
}

/** Reads the texts of the grounds; every code the domain knows must have one. */
export function loadGrounds(file: string): Ground[] {
  const read = readYaml(file, groundsSchema);
  for (const code of GROUND_CODES) {
    if (!read.value.some((ground) => ground.code === code)) throw read.blame([], `add the texts of the ground ${code}`);
  }
  return read.value;
}

/** Reads the whole rulebook. A file that cannot be used throws a RulebookError; nothing is skipped. */
export function loadRulebook(dir: string = dirname(fileURLToPath(import.meta.url))): Rulebook {
  const families = yamlFilesIn(join(dir, 'regimes')).map((file) => readYaml(file, familySchema));
  const calendarFiles = yamlFilesIn(join(dir, 'calendars')).map((file) => readYaml(file, calendarSchema));
  const calendars: CalendarVersion[] = calendarFiles.map(({ value }) => value);
  const authorities = loadAuthorities(join(dir, 'authorities.yaml'));
  checkBooks({ families, calendarFiles, authorityIds: new Set(authorities.map(({ id }) => id)) });
  return makeRulebook({
    regimes: families.flatMap(toRegimes),
    calendars,
    authorities,
    grounds: loadGrounds(join(dir, 'grounds.yaml')),
  });
}

export type { Ground, Rulebook } from './rulebook.js';
export { RulebookError } from './rulebook-error.js';
