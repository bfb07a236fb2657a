import { CONFIDENCES, type Confidence } from '../domain/law/confidence.js';
import { isOneOf } from '../domain/is-one-of.js';
import { SILENT_TOPICS } from '../domain/law/citation.js';
import { recordOf } from '../domain/keys-of.js';
import { FORMALITIES, type ClockRule, type RegimeVersion, type Sourced } from '../domain/law/regime.js';
import { factsOf, worstOf } from './facts.js';

/** What one has to know of a law; `inForce` is the day from which it holds. */
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

/** The least sure fact of a topic; `silent`: read, and says nothing; `blank`: nobody has looked. */
export type Coverage = Confidence | 'silent' | 'blank';

export interface CoverageRow {
  id: string;
  version: string;
  topics: Record<CoverageTopic, Coverage>;
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

function coverageOf(version: RegimeVersion, topic: CoverageTopic): Coverage {
  const worst = worstOf(FACTS[topic](version).filter((fact) => fact !== null));
  return worst ?? (isSilent(version, topic) ? 'silent' : 'blank');
}

function isSilent({ silent = {} }: RegimeVersion, topic: CoverageTopic): boolean {
  return isOneOf(SILENT_TOPICS, topic) && silent[topic] !== undefined;
}

/** How much of each law is known, and how surely; the house's own times are no law. */
export function coverageTable(versions: readonly RegimeVersion[]): CoverageRow[] {
  return versions
    .filter(({ inForce }) => inForce.confidence !== 'house')
    .map((version) => ({
      id: version.id,
      version: version.version,
      topics: recordOf(COVERAGE_TOPICS, (topic) => coverageOf(version, topic)),
    }));
}

/** How many facts are how sure. */
export function countByConfidence(versions: readonly RegimeVersion[]): Record<Confidence, number> {
  const facts = versions.flatMap(factsOf);
  return recordOf(CONFIDENCES, (name) => facts.filter(({ confidence }) => confidence === name).length);
}
