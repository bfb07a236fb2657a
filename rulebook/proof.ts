import { confidenceOf, type Citation, type Silence } from '../domain/law/citation.js';
import type { RegimeVersion, Sourced } from '../domain/law/regime.js';
import { keysOf } from '../domain/keys-of.js';
import type { FactEntry, FamilyFile, TextEntry, VersionEntry } from './schema.js';

type Texts = Readonly<Record<string, TextEntry>>;

/** The text of that key; `checkBooks` has seen to it that there is one. */
function textOf(texts: Texts, key: string): TextEntry {
  const found = texts[key];
  if (found === undefined) throw new Error(`no text ${key}`);
  return found;
}

function toCitation(texts: Texts, { text, at, clause, reviewedUntil }: NonNullable<FactEntry['citation']>): Citation {
  const { kind, title, id, language, url, sha256, read, by } = textOf(texts, text);
  return {
    text: kind,
    title,
    id: id ?? null,
    pinpoint: at ?? null,
    clause: clause ?? null,
    language: language ?? null,
    url: url ?? null,
    sha256: sha256 ?? null,
    read: read ?? null,
    by: by ?? null,
    reviewedUntil: reviewedUntil ?? null,
  };
}

const HOUSE_FAMILY = '*';

/** What a fact of the file proves; a fact of the house is nobody's law. */
export function toSourced(
  { texts, jurisdiction }: FamilyFile,
  { source, reviewer, citation: entry }: FactEntry,
  { house = jurisdiction === HOUSE_FAMILY }: { house?: boolean } = {},
): Sourced {
  const citation = entry && toCitation(texts, entry);
  const confidence = house ? 'house' : confidenceOf(citation);
  return { source, confidence, reviewer, ...(citation === undefined ? {} : { citation }) };
}

/** The same for a fact with more than its proof. */
export function prove<T extends FactEntry>(family: FamilyFile, fact: T): Omit<T, keyof FactEntry> & Sourced {
  const { source, reviewer, citation, ...rest } = fact;
  return { ...rest, ...toSourced(family, { source, reviewer, citation }) };
}

export function toSilent({ texts }: FamilyFile, { silent }: VersionEntry): NonNullable<RegimeVersion['silent']> {
  const told: NonNullable<RegimeVersion['silent']> = {};
  for (const topic of keysOf(silent)) {
    const entry = silent[topic];
    if (entry !== undefined) told[topic] = toSilence(textOf(texts, entry.text), entry.read);
  }
  return told;
}

function toSilence({ kind, title, id, url, read }: TextEntry, own: string | undefined): Silence {
  return { text: kind, title, id: id ?? null, url: url ?? null, read: own ?? read ?? '' };
}
