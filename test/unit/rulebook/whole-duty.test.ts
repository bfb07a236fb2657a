import { describe, expect, test } from '@jest/globals';
import { listFormalities } from '../../../rulebook/facts.js';
import { toReviewedLaw } from '../../../rulebook/reviewed-law.js';
import { COVERAGE_TOPICS, coverageTable, mostUsed, listUnplacedFacts } from '../../../rulebook/coverage.js';
import { book } from '../../support/received.js';

const last = (id: string) => {
  const version = book.regimeById(id)?.versions.at(-1);
  if (version === undefined) throw new Error(id);
  return version;
};
const inForce = book.listRegimes({ atMs: Date.UTC(2026, 10, 28) });
const userClocks = (id: string, { clocks } = last(id)) =>
  clocks
    .filter(({ kind, counting }) => kind === 'user_notice' && counting !== null)
    .map(({ basis, startsOn, counting }) => ({ basis, startsOn, hours: counting?.amount, unit: counting?.unit }));

describe('completeness of the rulebook', () => {
  test('runs a company-policy clock for user notice from the effect if a law requires it without a period', () => {
    for (const id of ['EU-DSA-9', 'EU-TCO', 'MY-ONSA-S25', 'BR-MCI19'])
      expect([id, userClocks(id)]).toEqual([id, [{ basis: 'policy', startsOn: 'effect', hours: 24, unit: 'hour' }]]);
  });

  test('keeps the period of the law for user notice, and runs no clock if the law requires none', () => {
    const early = book.regimeAt('RU-149FZ-15-1', Date.UTC(2015, 0, 1));
    expect(userClocks('RU-149FZ-15-1', early)).toEqual([
      { basis: 'law', startsOn: 'receipt', hours: 24, unit: 'hour' },
    ]);
    expect(userClocks('RU-149FZ-15-1')).toEqual([{ basis: 'policy', startsOn: 'receipt', hours: 1, unit: 'hour' }]);
    for (const id of ['EU-EEV-EPOC', 'IN-69A-EMERG', 'US-NSL', 'POLICY-DEFAULT'])
      expect([id, userClocks(id)]).toEqual([id, []]);
  });

  test('says when users are notified if the text of the law does, and otherwise leaves it blank', () => {
    expect(last('EU-DSA-9').userNotice?.when).toBe('at_once');
    expect(last('US-NSL').userNotice?.when).toBe('after_secrecy');
    expect(last('EU-EEV-EPOC').userNotice?.when).toBe('never');
    expect(last('EU-TCO').userNotice?.when).toBeUndefined();
  });

  test('has a source for each formality of an answer', () => {
    expect(listFormalities(last('EU-DSA-9')).map(({ name, source }) => [name, source])).toEqual([
      ['language', 'Regulation (EU) 2022/2065, Article 11(3)'],
      ['form', 'Regulation (EU) 2022/2065, Article 9(1)'],
      ['addressee', 'Regulation (EU) 2022/2065, Article 9(2)(a)(vi)'],
      ['publication', 'Regulation (EU) 2022/2065, Article 15(1)(a)'],
    ]);
  });

  test('distinguishes a law that is silent from one whose text was not found', () => {
    const findTopics = (id: string) => coverageTable(inForce).find((row) => row.id === id)?.topics;
    expect(findTopics('AU-OSA')).toMatchObject({ form: 'silent', penalties: 'secondary' });
    expect(findTopics('IN-ITR-3-1-D')).toMatchObject({ language: 'unread', form: 'secondary' });
    expect(findTopics('NP-DIR23')).toMatchObject({ form: 'unread', penalties: 'secondary' });
  });

  test('keeps the reviews of a law when a text is marked as not found, but not when it is marked as silent', () => {
    const law = last('NP-DIR23');
    const sought = { sought: 'Directive of 2023, consolidated text', on: '2026-11-28' };
    const read = { text: 'reprint', title: 'Directive of 2023', id: null, url: null, read: '2026-11-28' } as const;
    const digest = toReviewedLaw(law).digest;
    expect(toReviewedLaw({ ...law, unread: { form: sought } }).digest).toBe(digest);
    expect(toReviewedLaw({ ...law, silent: { form: read } }).digest).not.toBe(digest);
  });

  test('leaves no topic blank in the most used laws', () => {
    const blanks = mostUsed(coverageTable(inForce)).filter(({ topics }) =>
      COVERAGE_TOPICS.some((topic) => topics[topic] === 'blank'),
    );
    expect(blanks.map(({ id }) => id)).toEqual([]);
  });

  test('gives every fact of the most used laws the number of its law and its place there', () => {
    const used = new Set(mostUsed(coverageTable(inForce)).map(({ id }) => id));
    const unplaced = inForce
      .filter(({ id }) => used.has(id))
      .filter((version) => listUnplacedFacts(version).length > 0);
    expect(unplaced.map(({ id }) => id)).toEqual([]);
  });

  test('says what is uncertain about a place, and that it was not read', () => {
    const [comply] = last('IN-ITR-3-1-J').clocks.filter(({ kind, basis }) => kind === 'comply' && basis === 'law');
    expect(comply).toMatchObject({
      confidence: 'secondary',
      provision: { id: expect.stringContaining('139(E)'), pinpoint: 'rule 3(1)(j)', unsure: expect.any(String) },
    });
    const row = coverageTable(inForce).find(({ id }) => id === 'NP-DIR23');
    expect(row?.unplaced).toBe(row?.facts);
  });

  test('reports prison only if a text on file names it', () => {
    const jailing = book.regimes
      .flatMap(({ versions }) => versions)
      .filter(({ penalties }) => penalties.some(({ prison }) => prison));
    expect([...new Set(jailing.map(({ jurisdiction }) => jurisdiction))].sort()).toEqual([
      'CA',
      'DE',
      'FR',
      'GB',
      'IN',
      'IT',
      'KE',
      'NZ',
      'SG',
    ]);
    for (const { penalties } of jailing)
      for (const { prison, text } of penalties) if (prison) expect(text).toMatch(/prison/i);
  });
});
