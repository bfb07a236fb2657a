import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CompanyFacts } from '../../../domain/rulebook/applicability.js';
import type { DocumentToPlace } from '../../../domain/rulebook/proposal.js';
import { BUILT_IN_RULEBOOK, readRulebookFolder } from '../../../rulebook/load.js';
import { makeRulebook, POLICY_DEFAULT } from '../../../rulebook/rulebook.js';

/** Which law applies to a document: docs/law/test-vectors.md. */
interface Case {
  id: string;
  document: DocumentToPlace & { receivedAt: string };
  company?: CompanyFacts;
  law: string;
  candidates: string[];
  /** Laws that must not be accepted for it, with the reason. */
  refused: Record<string, string>;
  clause: { cite: string; words: string };
  derivation: string;
}

const cases = readFileSync(join(BUILT_IN_RULEBOOK, 'applicability.ndjson'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Case);

const content = readRulebookFolder();

function place({ document: { receivedAt, ...document }, company }: Case) {
  const book = makeRulebook({ ...content, ...(company === undefined ? {} : { company }) });
  const atMs = Date.parse(receivedAt);
  return { book, atMs, laws: book.proposeLaws(document, atMs).map(({ id }) => id) };
}

describe('which law applies to a document', () => {
  test.each(cases.map((one): [string, Case] => [one.id, one]))('%s', (_id, one) => {
    const { book, atMs, laws } = place(one);
    const [law, ...candidates] = laws;
    expect({ law, candidates: candidates.toSorted() }).toEqual({ law: one.law, candidates: one.candidates.toSorted() });
    for (const id of Object.keys(one.refused)) {
      const version = book.regimeAt(id, atMs);
      const isAccepted = version !== undefined && book.judgeApplicability(version) !== 'does_not_apply';
      expect({ id, isKnown: book.regimeById(id) !== undefined, isAccepted }).toEqual({
        id,
        isKnown: true,
        isAccepted: false,
      });
    }
  });

  test('has no case twice, and a derivation for each', () => {
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
    expect(cases.filter(({ clause, derivation }) => !clause.cite || !clause.words || !derivation)).toEqual([]);
  });

  test('covers every proposal of a law that drives clocks, and a country without a law', () => {
    const placed = new Set(cases.flatMap(({ law, candidates }) => [law, ...candidates]));
    const proposed = content.regimes.filter(
      ({ proposeFor, versions }) => proposeFor.length > 0 && versions.some(({ status }) => status === 'in_force'),
    );
    expect(proposed.map(({ id }) => id).filter((id) => !placed.has(id))).toEqual([]);
    expect(placed).toContain(POLICY_DEFAULT);
  });
});
