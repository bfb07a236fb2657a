import { describe, expect, test } from '@jest/globals';
import type { RegimeVersion } from '../../../domain/rulebook/regime.js';
import { classifyProof, coverageTable, listLengths, sumBusiest } from '../../../rulebook/coverage.js';
import { listFacts } from '../../../rulebook/facts.js';
import { readRulebookFolder } from '../../../rulebook/load.js';
import { makeRulebook } from '../../../rulebook/rulebook.js';

// Reading the folder checks that each clause of a stored text stands there, at the place that the citation names.
const book = makeRulebook(readRulebookFolder());
const inForce = book.listRegimes({ atMs: Date.UTC(2026, 10, 28) });

/** Families, and the busiest laws, that do not pass yet. What passes must leave its list; nothing may join. */
const WITHOUT_REASON: string[] = [];
const CLOCKS_WITHOUT_TEXT: string[] = [
  'AU-OSA',
  'BR',
  'ID',
  'IN-69A',
  'IN-ITR',
  'MY',
  'RU',
  'SG-POFMA',
  'TH',
  'UK',
  'VN',
];
const BUSIEST_UNPROVEN: string[] = ['IN 69A', 'IN 3(1)(d)', 'RU', 'AU'];

const familyOf = ({ id }: RegimeVersion) => book.regimeById(id)?.family ?? id;

function listFamilies(versions: readonly RegimeVersion[], fails: (version: RegimeVersion) => boolean): string[] {
  return [...new Set(versions.filter(fails).map(familyOf))].toSorted();
}

describe('proof of the built-in law', () => {
  test('quotes stored texts', () => {
    const stored = book
      .listRegimes()
      .flatMap(listFacts)
      .filter((fact) => classifyProof(fact).endsWith('_stored') && !classifyProof(fact).endsWith('_not_stored'));
    expect(stored.length).toBeGreaterThan(200);
  });

  test('says of every cited text that is not stored why', () => {
    const failing = listFamilies(book.listRegimes(), (version) =>
      listFacts(version).some(
        ({ citation }) => citation !== undefined && citation.stored !== true && citation.notStored === null,
      ),
    );
    expect(failing).toEqual(WITHOUT_REASON);
  });

  test('has a stored text for the length of every legal clock in force, or marks it unread', () => {
    const failing = listFamilies(
      inForce,
      (version) =>
        version.unread?.length === undefined &&
        listLengths(version).some(({ citation }) => citation?.stored !== true || citation.clause === null),
    );
    expect(failing).toEqual(CLOCKS_WITHOUT_TEXT);
  });

  test('knows no fact of the busiest laws from memory, and 95 percent from official texts and reprints', () => {
    const failing = sumBusiest(coverageTable(inForce))
      .filter(({ name }) => name !== 'all in force')
      .filter(({ proofs, verbatim }) => proofs.from_memory > 0 || (verbatim !== null && verbatim < 95))
      .map(({ name }) => name);
    expect(failing).toEqual(BUSIEST_UNPROVEN);
  });
});
