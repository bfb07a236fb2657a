import type { ReviewedLaw } from '../domain/rulebook/review.js';
import type { ClockRule, RegimeVersion, Sourced } from '../domain/rulebook/regime.js';
import { listFacts, listFormalities } from './facts.js';
import { fingerprintJson } from './fingerprint.js';
import { describeClock } from './in-words.js';

/**
 * The law that counsel review. Escalation policies, internal deadlines, the length of "immediately", the summary and
 * failed searches may change without a new review.
 */
function pickLaw(version: RegimeVersion) {
  const { immediatelySeconds: _, summary: __, unread: ___, clocks, ...law } = version;
  return { ...law, clocks: clocks.filter(isLaw).map(pickRule) };
}

const pickRule = ({ escalation: _, escalationTime: __, ...rule }: ClockRule) => rule;

const isLaw = ({ basis }: ClockRule) => basis === 'law';

/** Cached because loaded versions are immutable and each view of a clock needs the digest. */
const known = new WeakMap<RegimeVersion, ReviewedLaw>();

/** Returns the reviewed content of a version; a new digest is a different law that needs a new review. */
export function toReviewedLaw(version: RegimeVersion): ReviewedLaw {
  const law = known.get(version) ?? readLaw(version);
  known.set(version, law);
  return law;
}

function readLaw(version: RegimeVersion): ReviewedLaw {
  return { digest: fingerprintJson(pickLaw(version)), fact: null, ...readCitations(listFacts(version)) };
}

const knownFacts = new WeakMap<RegimeVersion, ReadonlyMap<string, ReviewedLaw>>();

/** Returns the facts of a version by their names, each to be reviewed by itself. */
export function toReviewedFacts(version: RegimeVersion): ReadonlyMap<string, ReviewedLaw> {
  const facts = knownFacts.get(version) ?? new Map(listNamedFacts(version).map((fact) => readFact(version, fact)));
  knownFacts.set(version, facts);
  return facts;
}

function readFact(version: RegimeVersion, { id, fact }: NamedFact): [string, ReviewedLaw] {
  const { digest } = toReviewedLaw(version);
  return [id, { digest, fact: { id, digest: fingerprintJson(fact) }, ...readCitations([fact]) }];
}

function readCitations(facts: readonly Sourced[]): Pick<ReviewedLaw, 'drafters' | 'citedUntil'> {
  const citations = facts.flatMap(({ citation }) => citation ?? []);
  return {
    drafters: [...new Set(citations.flatMap(({ by }) => by ?? []))],
    citedUntil: citations.flatMap(({ reviewedUntil }) => reviewedUntil ?? []).sort()[0] ?? null,
  };
}

export interface NamedFact {
  /** Formats: `clock:comply`, `clock:reply:authority`, `contents:exact-address`, `secrecy`, `remedies:1`. */
  id: string;
  says: string;
  fact: Sourced;
  clock?: Pick<ClockRule, 'kind' | 'owner' | 'form'>;
}

export function listNamedFacts(version: RegimeVersion): NamedFact[] {
  const { inForce, deemedService, secrecy, userNotice, statusUpdates, thresholds = [] } = version;
  return [
    { id: 'inForce', says: inForce.source, fact: inForce },
    ...clockFacts(version.clocks.filter(isLaw)),
    ...version.contents.map((fact) => ({ id: `contents:${fact.id}`, says: fact.asks, fact })),
    ...numbered('whoMayOrder', version.whoMayOrder, ({ who }) => who),
    ...(deemedService === null ? [] : [{ id: 'deemedService', says: deemedService.source, fact: deemedService }]),
    ...single('secrecy', secrecy),
    ...single('userNotice', userNotice),
    ...listFormalities(version).flatMap((fact) => single(fact.name, fact)),
    ...single('statusUpdates', statusUpdates ?? null),
    ...numbered('remedies', version.remedies, ({ text }) => text),
    ...numbered('penalties', version.penalties, ({ text }) => text),
    ...numbered('grounds', version.grounds, ({ text }) => text),
    ...numbered('thresholds', thresholds, ({ text }) => text),
  ];
}

function single(id: string, fact: (Sourced & { text: string }) | null): NamedFact[] {
  return fact === null ? [] : [{ id, says: fact.text, fact }];
}

function numbered<T extends Sourced>(name: string, facts: readonly T[], say: (fact: T) => string): NamedFact[] {
  return facts.map((fact, at) => ({ id: `${name}:${at + 1}`, says: say(fact), fact }));
}

function clockFacts(clocks: readonly ClockRule[]): NamedFact[] {
  const names = clocks.map(formatClockKey);
  return clocks.map((rule, at) => {
    const { kind, owner, form } = rule;
    const before = names.slice(0, at).filter((name) => name === names[at]).length;
    return {
      id: `${names[at]}${before === 0 ? '' : `:${before + 1}`}`,
      says: describeClock(rule),
      fact: pickRule(rule),
      clock: { kind, owner, form },
    };
  });
}

function formatClockKey({ kind, owner, form }: ClockRule): string {
  const ownerPart = owner === 'authority' && kind !== 'authority' ? ':authority' : '';
  return `clock:${kind}${ownerPart}${form === 'floor' ? ':floor' : ''}`;
}
