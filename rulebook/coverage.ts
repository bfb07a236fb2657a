import { CONFIDENCES, type Confidence } from '../domain/rulebook/confidence.js';
import { isOneOf } from '../domain/is-one-of.js';
import { locateProvision, SILENT_TOPICS } from '../domain/rulebook/citation.js';
import { buildRecord } from '../domain/record-keys.js';
import { FORMALITIES, type ClockRule, type RegimeVersion, type Sourced } from '../domain/rulebook/regime.js';
import { listFacts, findWorstConfidence } from './facts.js';

export const COVERAGE_TOPICS = [
  'length',
  'start',
  'inForce',
  'secrecy',
  'userNotice',
  'remedies',
  'penalties',
  'contents',
  ...FORMALITIES,
] as const;
export type CoverageTopic = (typeof COVERAGE_TOPICS)[number];

export const NO_FACT = ['silent', 'unread', 'blank'] as const;

/**
 * The least certain fact on a topic; `silent`: read, and says nothing; `unread`: searched for in vain; `blank`: not
 * looked for.
 */
export type Coverage = Confidence | (typeof NO_FACT)[number];

export interface CoverageRow {
  id: string;
  version: string;
  topics: Record<CoverageTopic, Coverage>;
  /** Count of facts of law, and of those that lack the number of their law or their place in it. */
  facts: number;
  unplaced: number;
}

const isLaw = ({ basis }: ClockRule) => basis === 'law';

const FACTS: Record<CoverageTopic, (version: RegimeVersion) => readonly (Sourced | null)[]> = {
  length: ({ clocks }) => clocks.filter((clock) => isLaw(clock) && clock.counting !== null),
  start: ({ clocks }) => clocks.filter(isLaw),
  inForce: ({ inForce }) => [inForce],
  secrecy: ({ secrecy }) => [secrecy],
  userNotice: ({ userNotice }) => [userNotice],
  remedies: ({ remedies }) => remedies,
  penalties: ({ penalties }) => penalties,
  contents: ({ contents }) => contents,
  language: ({ formalities }) => [formalities?.language ?? null],
  form: ({ formalities }) => [formalities?.form ?? null],
  addressee: ({ formalities }) => [formalities?.addressee ?? null],
  publication: ({ formalities }) => [formalities?.publication ?? null],
};

function computeCoverage(version: RegimeVersion, topic: CoverageTopic): Coverage {
  const worst = findWorstConfidence(FACTS[topic](version).filter((fact) => fact !== null));
  return worst ?? withoutFact(version, topic);
}

function withoutFact({ silent, unread = {} }: RegimeVersion, topic: CoverageTopic): (typeof NO_FACT)[number] {
  if (!isOneOf(SILENT_TOPICS, topic)) return 'blank';
  if (silent[topic] !== undefined) return 'silent';
  return unread[topic] === undefined ? 'blank' : 'unread';
}

const isOfLaw = ({ confidence }: Sourced) => confidence !== 'policy';

/** Returns facts of law without a law number and place. */
export function listUnplacedFacts(version: RegimeVersion): Sourced[] {
  return listFacts(version).filter((fact) => isOfLaw(fact) && locateProvision(fact) === undefined);
}

/** Computes what is known of each law, and how surely; company policies are left out. */
export function coverageTable(versions: readonly RegimeVersion[]): CoverageRow[] {
  return versions
    .filter(({ inForce }) => inForce.confidence !== 'policy')
    .map((version) => ({
      id: version.id,
      version: version.version,
      topics: buildRecord(COVERAGE_TOPICS, (topic) => computeCoverage(version, topic)),
      facts: listFacts(version).filter(isOfLaw).length,
      unplaced: listUnplacedFacts(version).length,
    }));
}

const MAX_USED = [
  'IN-69A-',
  'IN-ITR-3-1-D',
  'TR-',
  'EU-TCO',
  'EU-DSA-',
  'FR-',
  'BR-MCI',
  'BR-ECA',
  'RU-',
  'AU-',
  'UK-',
  'US-',
];

export function mostUsed(rows: readonly CoverageRow[]): CoverageRow[] {
  return rows.filter(({ id }) => MAX_USED.some((start) => id.startsWith(start)));
}

export function countByCoverage(rows: readonly CoverageRow[]): Record<Coverage, number> {
  const cells = rows.flatMap(({ topics }) => Object.values(topics));
  return buildRecord([...CONFIDENCES, ...NO_FACT], (name) => cells.filter((cell) => cell === name).length);
}

export function countByConfidence(versions: readonly RegimeVersion[]): Record<Confidence, number> {
  const facts = versions.flatMap(listFacts);
  return buildRecord(CONFIDENCES, (name) => facts.filter(({ confidence }) => confidence === name).length);
}
