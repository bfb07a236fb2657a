import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { GROUND_CODES } from '../domain/targets/ground.js';
import { getKeys } from '../domain/record-keys.js';
import { isDuty } from '../domain/clocks/clock.js';
import { standardEscalation } from '../domain/open-clocks/index.js';
import type { CalendarVersion, ClockRule, CountingRule, RegimeVersion } from '../domain/rulebook/regime.js';
import { checkBooks } from './check.js';
import { loadClauses } from './clauses.js';
import { loadEvents } from './events.js';
import { checkContentWords, loadLetterWords } from './letter-words.js';
import { CONTENT_FORMAT, makeRulebook } from './rulebook.js';
import type { RulebookAuthority, Ground, Placeholder, Regime, Rulebook, RulebookContent } from './rulebook.js';
import { prove, toSilent, toSourced } from './proof.js';
import { findReadyContent } from './ready-content.js';
import { readYaml } from './read-yaml.js';
import type { YamlFile } from './read-yaml.js';
import { RulebookError } from './rulebook-error.js';
import { authoritiesSchema, calendarSchema, familySchema, groundsSchema, placeholdersSchema } from './schema.js';
import type { FactEntry, StoredText, TextEntry } from './proof-schema.js';
import { describeNoText, readTexts } from './texts.js';
import type { ClockEntry, FamilyFile, RegimeEntry, VersionEntry } from './schema.js';

export function yamlFilesIn(dir: string): string[] {
  try {
    const names = readdirSync(dir).filter((name) => name.endsWith('.yaml'));
    return names.sort().map((name) => join(dir, name));
  } catch {
    throw new RulebookError({
      file: dir,
      line: 1,
      path: '',
      cure: 'the folder is missing; it must contain one YAML file per law',
    });
  }
}

const POLICY = { source: 'Company policy', reviewer: null } as const;

/** Clocks used if a version states none, so that every notice has deadlines (docs/integrating/interface.md). */
const POLICY_COUNTS = { acknowledge: hours(4), decide: hours(24), comply: 'as_ordered', inform: hours(48) } as const;
/** Counted from the effect, if users must be notified and the law states no time. */
const POLICY_USER_NOTICE = hours(24);

function hours(amount: number): CountingRule {
  return { amount, unit: 'hour', dueTime: 'same_time', roll: 'none', stop: false };
}

function toClockRule(
  { count, escalation, escalationTime, source, citation, provision, reviewer, ...rest }: ClockEntry,
  { family, version }: { family: FamilyFile; version: VersionEntry },
): ClockRule {
  const counting = count === 'as_ordered' ? null : count;
  const byBusiness = counting?.unit === 'business_day' || counting?.unit === 'business_hour';
  const standard = (isDuty(rest) ? version.escalation : undefined) ?? standardEscalation(rest);
  return {
    ...rest,
    ...toSourced(family, { source, citation, provision, reviewer }, rest.basis === 'policy' ? { policy: true } : {}),
    counting,
    escalation: escalation ?? [...standard],
    escalationTime: escalationTime ?? (byBusiness ? 'business' : 'any'),
  };
}

function toClockRules(family: FamilyFile, version: VersionEntry): ClockRule[] {
  const own = version.clocks.map((clock) => toClockRule(clock, { family, version }));
  const missing = (['acknowledge', 'decide', 'comply', 'inform'] as const).filter(
    (kind) =>
      !version.clocks.some((clock) => clock.kind === kind && clock.owner === 'us' && clock.windows.length === 0),
  );
  const policy = missing.map((kind) => {
    const count = version.policy[kind] ?? POLICY_COUNTS[kind];
    return toClockRule(
      {
        kind,
        owner: 'us',
        basis: 'policy',
        form: 'ceiling',
        startsOn: kind === 'comply' ? 'service' : 'receipt',
        count,
        period: 'plain',
        windows: [],
        guards: null,
        status: 'in_force',
        extend: kind === 'comply',
        note: null,
        ...POLICY,
      },
      { family, version },
    );
  });
  return [...own, ...policy, ...userNoticeClock(family, version)];
}

type Formalities = NonNullable<RegimeVersion['formalities']>;

function proveAll(family: FamilyFile, written: NonNullable<VersionEntry['formalities']>): Formalities {
  const proven: Formalities = {};
  for (const name of getKeys(written)) {
    const fact = written[name];
    if (fact !== undefined) proven[name] = prove(family, fact);
  }
  return proven;
}

function userNoticeClock(family: FamilyFile, version: VersionEntry): ClockRule[] {
  const isCounted = ({ kind, count }: ClockEntry) => kind === 'user_notice' && count !== 'as_ordered';
  if (version.userNotice?.rule !== 'required' || version.clocks.some(isCounted)) return [];
  return [
    toClockRule(
      {
        kind: 'user_notice',
        owner: 'us',
        basis: 'policy',
        form: 'ceiling',
        startsOn: 'effect',
        count: version.policy.userNotice ?? POLICY_USER_NOTICE,
        period: 'plain',
        windows: [],
        guards: null,
        status: 'in_force',
        extend: true,
        note: 'The law requires a user notice and sets no time.',
        ...POLICY,
      },
      { family, version },
    ),
  ];
}

function toVersion(family: FamilyFile, regime: RegimeEntry, entry: VersionEntry): RegimeVersion {
  const { deemedService, policy: _, escalation: __, formalities, statusUpdates, thresholds, ...version } = entry;
  const proven = <T extends FactEntry>(facts: readonly T[]) => facts.map((fact) => prove(family, fact));
  return {
    ...version,
    id: regime.id,
    version: version.inForceFrom,
    title: regime.title,
    jurisdiction: family.jurisdiction,
    zone: family.zone,
    calendar: regime.calendar,
    inForce: toSourced(family, version.inForce),
    immediatelySeconds: regime.immediatelySeconds,
    countries: regime.countries,
    noticeKinds: regime.noticeKinds,
    authorities: regime.authorities,
    ...(thresholds.length === 0 ? {} : { thresholds: proven(thresholds) }),
    whoMayOrder: proven(version.whoMayOrder),
    contents: proven(version.contents),
    deemedService:
      deemedService === null ? null : { counting: deemedService.count, ...toSourced(family, deemedService) },
    clocks: toClockRules(family, entry),
    secrecy: version.secrecy && prove(family, version.secrecy),
    userNotice: version.userNotice && prove(family, version.userNotice),
    remedies: proven(version.remedies),
    penalties: proven(version.penalties),
    ...(formalities === undefined ? {} : { formalities: proveAll(family, formalities) }),
    ...(statusUpdates === undefined ? {} : { statusUpdates: prove(family, statusUpdates) }),
    grounds: proven(version.grounds),
    silent: toSilent(family, entry),
    ...(version.unread === undefined ? {} : { unread: version.unread }),
  };
}

/** Replaces the paths of stored texts with the texts. */
function findTexts(
  { value, blame, file }: YamlFile<z.infer<typeof familySchema>>,
  stored: ReadonlyMap<string, StoredText>,
): YamlFile<FamilyFile> {
  const texts: Record<string, TextEntry> = {};
  for (const [name, entry] of Object.entries(value.texts)) {
    if (typeof entry !== 'string') {
      texts[name] = entry;
      continue;
    }
    const found = stored.get(entry);
    if (found === undefined) throw blame(['texts', name], describeNoText(entry));
    texts[name] = found;
  }
  return { file, blame, value: { ...value, texts } };
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

function loadAuthorities(file: string): RulebookAuthority[] {
  return readYaml(file, authoritiesSchema).value.map((authority) => ({
    ...authority,
    signers: [],
    verification: 'verified',
    statusUpdates: null,
    // The reserved domain of RFC 2606: no letter of a fresh desk can reach a real office.
    contacts: [{ purpose: 'letters', email: `${authority.id}@authority.example` }],
  }));
}

function loadPlaceholders(file: string, families: readonly YamlFile<FamilyFile>[]): Placeholder[] {
  if (!existsSync(file)) return [];
  const { value, blame } = readYaml(file, placeholdersSchema);
  const known = new Set(families.map(({ value: { jurisdiction } }) => jurisdiction));
  const wrong = value.findIndex(
    ({ country }, index) => known.has(country) || value.findIndex((other) => other.country === country) !== index,
  );
  if (wrong >= 0)
    throw blame([wrong, 'country'], 'the country already has a law or a placeholder; remove one of the two');
  return value;
}

export function loadGrounds(file: string): Ground[] {
  const read = readYaml(file, groundsSchema);
  for (const code of GROUND_CODES) {
    if (!read.value.some((ground) => ground.code === code)) throw read.blame([], `add the texts of the ground ${code}`);
  }
  return read.value;
}

/** Forms come with the release, as the texts of letters do. */
function listFormNames(): ReadonlySet<string> {
  return new Set(yamlFilesIn(join(BUILT_IN_RULEBOOK, 'forms')).map((file) => basename(file, '.yaml')));
}

export const BUILT_IN_RULEBOOK = dirname(fileURLToPath(import.meta.url));

/**
 * Returns the law as plain data: precompiled by the build, or re-read if its files differ. Throws a `RulebookError`.
 */
export function readRulebookContent(dir: string = BUILT_IN_RULEBOOK): RulebookContent {
  return findReadyContent(dir) ?? readRulebookFolder(dir);
}

/** Reads the law from its files. Throws a `RulebookError` if any file is unusable; nothing is skipped. */
export function readRulebookFolder(dir: string = BUILT_IN_RULEBOOK): RulebookContent {
  const texts = readTexts(dir);
  const families = yamlFilesIn(join(dir, 'regimes')).map((file) => findTexts(readYaml(file, familySchema), texts));
  const calendarFiles = yamlFilesIn(join(dir, 'calendars')).map((file) => readYaml(file, calendarSchema));
  const calendars: CalendarVersion[] = calendarFiles.map(({ value }) => value);
  const authorities = loadAuthorities(join(dir, 'authorities.yaml'));
  const authorityIds = new Set(authorities.map(({ id }) => id));
  checkBooks({ families, calendarFiles, authorityIds, formNames: listFormNames() });
  const placeholders = loadPlaceholders(join(dir, 'placeholders.yaml'), families);
  const regimes = families.flatMap(toRegimes);
  const events = loadEvents(join(dir, 'events.yaml'), regimes);
  const clauses = loadClauses(join(dir, 'clauses.yaml'), { regimes, stored: texts });
  // The words are not law, but without a complete set a language could not write letters.
  checkContentWords(dir, loadLetterWords(dir), regimes);
  return {
    format: CONTENT_FORMAT,
    regimes,
    calendars,
    authorities,
    grounds: loadGrounds(join(dir, 'grounds.yaml')),
    ...(placeholders.length === 0 ? {} : { placeholders }),
    ...(events.length === 0 ? {} : { events }),
    ...(clauses === undefined ? {} : { clauses }),
  };
}

/** Loads the whole rulebook, ready for queries. Throws a `RulebookError`. */
export function loadRulebook(dir: string = BUILT_IN_RULEBOOK): Rulebook {
  return makeRulebook(readRulebookContent(dir));
}

export type { Ground, Rulebook } from './rulebook.js';
export { RulebookError } from './rulebook-error.js';
