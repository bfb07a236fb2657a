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

/**
 * What proves a fact. `stored`: the words are in `texts/`, and the quoted clause is in them; a stored text without a
 * clause proves no more than one that is not stored.
 */
export const PROOFS = [
  'official_stored',
  'reprint_stored',
  'official_not_stored',
  'reprint_not_stored',
  'secondary',
  'from_memory',
] as const;
export type Proof = (typeof PROOFS)[number];

export interface CoverageRow {
  id: string;
  version: string;
  topics: Record<CoverageTopic, Coverage>;
  /** Count of facts of law, and of those that lack the number of their law or their place in it. */
  facts: number;
  unplaced: number;
  /** Facts of law by what proves them, and of these the clocks with a length of their own. */
  proofs: Record<Proof, number>;
  lengths: Record<Proof, number>;
  /** Facts with a doubt on record. */
  unsure: number;
  /** Topics on which the law says nothing, and topics whose text could not be read. */
  silent: number;
  unread: number;
}

const isLaw = ({ basis }: ClockRule) => basis === 'law';

export function listLengths({ clocks }: RegimeVersion): ClockRule[] {
  return clocks.filter((clock) => isLaw(clock) && clock.counting !== null);
}

const FACTS: Record<CoverageTopic, (version: RegimeVersion) => readonly (Sourced | null)[]> = {
  length: listLengths,
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

export function classifyProof({ citation }: Sourced): Proof {
  if (citation === undefined) return 'from_memory';
  const { text, stored, clause } = citation;
  if (text === 'secondary') return 'secondary';
  return stored === true && clause !== null ? `${text}_stored` : `${text}_not_stored`;
}

function countProofs(facts: readonly Sourced[]): Record<Proof, number> {
  return buildRecord(PROOFS, (name) => facts.filter((fact) => classifyProof(fact) === name).length);
}

/** Returns facts of law without a law number and place. */
export function listUnplacedFacts(version: RegimeVersion): Sourced[] {
  return listFacts(version).filter((fact) => isOfLaw(fact) && locateProvision(fact) === undefined);
}

/** Computes what is known of each law, and how surely; company policies are left out. */
export function coverageTable(versions: readonly RegimeVersion[]): CoverageRow[] {
  return versions
    .filter(({ inForce }) => inForce.confidence !== 'policy')
    .map((version) => {
      const facts = listFacts(version).filter(isOfLaw);
      return {
        id: version.id,
        version: version.version,
        topics: buildRecord(COVERAGE_TOPICS, (topic) => computeCoverage(version, topic)),
        facts: facts.length,
        unplaced: listUnplacedFacts(version).length,
        proofs: countProofs(facts),
        lengths: countProofs(listLengths(version)),
        unsure: facts.filter(({ provision }) => provision?.unsure != null).length,
        silent: Object.keys(version.silent).length,
        unread: Object.keys(version.unread ?? {}).length,
      };
    });
}

/** The laws that see most notices, by the beginning of their ids. */
const BUSIEST: Readonly<Record<string, string>> = {
  'IN 69A': 'IN-69A-',
  'IN 3(1)(d)': 'IN-ITR-3-1-D',
  TR: 'TR-',
  'EU TCO': 'EU-TCO',
  'EU DSA': 'EU-DSA-',
  DE: 'DE-',
  FR: 'FR-',
  BR: 'BR-',
  RU: 'RU-',
  AU: 'AU-',
  UK: 'UK-',
  US: 'US-',
};

export function mostUsed(rows: readonly CoverageRow[]): CoverageRow[] {
  return rows.filter(({ id }) => Object.values(BUSIEST).some((start) => id.startsWith(start)));
}

type Counts = Pick<CoverageRow, 'facts' | 'proofs' | 'lengths' | 'unsure' | 'silent' | 'unread'>;

export interface CoverageSum extends Counts {
  name: string;
  laws: number;
  /** Percent of the facts that quote an official text or a reprint, rounded down; null: no facts. */
  verbatim: number | null;
  /** The same, of texts whose words are stored, so that the gate can compare them. */
  stored: number | null;
}

export function sumBusiest(rows: readonly CoverageRow[]): CoverageSum[] {
  const lines = Object.entries(BUSIEST).map(([name, start]) =>
    sumCoverage(
      name,
      rows.filter(({ id }) => id.startsWith(start)),
    ),
  );
  return [...lines, sumCoverage('all in force', rows)];
}

function sumCoverage(name: string, rows: readonly CoverageRow[]): CoverageSum {
  const add = (pick: (row: CoverageRow) => number) => rows.reduce((total, row) => total + pick(row), 0);
  const facts = add((row) => row.facts);
  const proofs = buildRecord(PROOFS, (proof) => add((row) => row.proofs[proof]));
  const stored = proofs.official_stored + proofs.reprint_stored;
  const verbatim = stored + proofs.official_not_stored + proofs.reprint_not_stored;
  const percent = (count: number) => (facts === 0 ? null : Math.floor((100 * count) / facts));
  return {
    name,
    laws: new Set(rows.map(({ id }) => id)).size,
    facts,
    proofs,
    lengths: buildRecord(PROOFS, (proof) => add((row) => row.lengths[proof])),
    unsure: add((row) => row.unsure),
    silent: add((row) => row.silent),
    unread: add((row) => row.unread),
    verbatim: percent(verbatim),
    stored: percent(stored),
  };
}

/** `12 (3)`: facts, and of these clocks with a length of their own. */
export function formatProof({ proofs, lengths }: Pick<CoverageRow, 'proofs' | 'lengths'>, proof: Proof): string {
  return lengths[proof] === 0 ? String(proofs[proof]) : `${proofs[proof]} (${lengths[proof]})`;
}

export function countByCoverage(rows: readonly CoverageRow[]): Record<Coverage, number> {
  const cells = rows.flatMap(({ topics }) => Object.values(topics));
  return buildRecord([...CONFIDENCES, ...NO_FACT], (name) => cells.filter((cell) => cell === name).length);
}

export function countByConfidence(versions: readonly RegimeVersion[]): Record<Confidence, number> {
  const facts = versions.flatMap(listFacts);
  return buildRecord(CONFIDENCES, (name) => facts.filter(({ confidence }) => confidence === name).length);
}
