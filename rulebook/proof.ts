import { deriveConfidence, type Citation, type Provision, type Silence } from '../domain/rulebook/citation.js';
import type { RegimeVersion, Sourced } from '../domain/rulebook/regime.js';
import { getKeys } from '../domain/record-keys.js';
import type { ActEntry, FactEntry, TextEntry } from './proof-schema.js';
import type { FamilyFile, VersionEntry } from './schema.js';

type Texts = Readonly<Record<string, TextEntry>>;

function getEntry<T>(entries: Readonly<Record<string, T>>, key: string): T {
  const found = entries[key];
  if (found === undefined) throw new Error(`no entry ${key}`);
  return found;
}

function toCitation(texts: Texts, { text, at, clause, reviewedUntil }: NonNullable<FactEntry['citation']>): Citation {
  const entry = getEntry(texts, text);
  const { kind, title, id, language, url, sha256, read, by, licence } = entry;
  return {
    text: kind,
    title,
    id: id ?? null,
    pinpoint: at ?? null,
    clause: clause ?? null,
    language: language ?? null,
    url: url ?? null,
    sha256: sha256 ?? null,
    ...(entry.body === undefined ? {} : { stored: true }),
    notStored: ('notStored' in entry ? entry.notStored : undefined) ?? null,
    licence: licence ?? null,
    read: read ?? null,
    by: by ?? null,
    reviewedUntil: reviewedUntil ?? null,
  };
}

function toProvision(
  acts: Readonly<Record<string, ActEntry>>,
  { act, at, unsure }: NonNullable<FactEntry['provision']>,
): Provision {
  const { id, title } = getEntry(acts, act);
  return { id, title, pinpoint: at, unsure: unsure ?? null };
}

const POLICY_FAMILY = '*';

export function toSourced(
  { texts, acts, jurisdiction }: FamilyFile,
  { source, reviewer, citation: entry, provision: place }: FactEntry,
  { policy = jurisdiction === POLICY_FAMILY }: { policy?: boolean } = {},
): Sourced {
  const citation = entry && toCitation(texts, entry);
  const confidence = policy ? 'policy' : deriveConfidence(citation);
  return {
    source,
    confidence,
    reviewer,
    ...(citation === undefined ? {} : { citation }),
    ...(place === undefined ? {} : { provision: toProvision(acts, place) }),
  };
}

export function prove<T extends FactEntry>(family: FamilyFile, fact: T): Omit<T, keyof FactEntry> & Sourced {
  const { source, reviewer, citation, provision, ...rest } = fact;
  return { ...rest, ...toSourced(family, { source, reviewer, citation, provision }) };
}

export function toSilent({ texts }: FamilyFile, { silent }: VersionEntry): RegimeVersion['silent'] {
  const silences: RegimeVersion['silent'] = {};
  for (const topic of getKeys(silent)) {
    const entry = silent[topic];
    if (entry !== undefined) silences[topic] = toSilence(getEntry(texts, entry.text), entry.read);
  }
  return silences;
}

function toSilence({ kind, title, id, url, read }: TextEntry, own: string | undefined): Silence {
  return { text: kind, title, id: id ?? null, url: url ?? null, read: own ?? read ?? '' };
}
