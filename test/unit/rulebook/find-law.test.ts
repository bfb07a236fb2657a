import { describe, expect, test } from '@jest/globals';
import { NOTICE_KINDS } from '../../../domain/notices/notice.js';
import { readRulebookFolder } from '../../../rulebook/load.js';
import { makeRulebook } from '../../../rulebook/rulebook.js';

const book = makeRulebook(readRulebookFolder());

describe('regimeAt', () => {
  const last = Date.parse('2026-02-19T23:59:59.999+05:30');

  test.each([
    ['36 hours until the last millisecond of 19 February 2026 in India', last, '2025-11-15', 36],
    ['3 hours from midnight on', last + 1, '2026-02-20', 3],
  ])('applies to rule 3(1)(d) %s', (_, atMs, version, hours) => {
    const found = book.regimeAt('IN-ITR-3-1-D', atMs);
    expect(found?.version).toBe(version);
    expect(found?.clocks.find(({ kind }) => kind === 'comply')?.counting).toMatchObject({
      amount: hours,
      unit: 'hour',
    });
  });

  test('returns no version before the first day in force, except for the policy', () => {
    expect(book.regimeAt('IN-ITR-3-1-D', 0)).toBeUndefined();
    expect(book.regimeAt('POLICY-DEFAULT', 0)?.version).toBe('2009-01-01');
  });

  test('returns for the emergency direction the version of its start', () => {
    expect(book.regimeAt('IN-69A-EMERG', Date.UTC(2021, 0, 31))?.version).toBe('2009-10-27');
  });

  test.each(['IN-ITR-3-4', 'CA-C22', 'UK-CPA26-IMAGES', 'XX-NOTHING'])(
    'never returns a draft or an unknown law: %s',
    (id) => {
      expect(book.regimeAt(id, Date.UTC(2020, 0, 1))).toBeUndefined();
      expect(book.regimeAt(id, Date.UTC(2026, 10, 1))).toBeUndefined();
    },
  );

  test.each([
    ['repealed', 'DE-NETZDG'],
    ['annulled', 'TR-5651-9'],
  ])('returns a law that was %s for its time in force, and not afterwards: %s', (status, id) => {
    expect(book.regimeAt(id, Date.UTC(2020, 0, 1))?.status).toBe(status);
    expect(book.regimeAt(id, Date.UTC(2026, 10, 1))).toBeUndefined();
  });

  test('agrees with the list of laws in force', () => {
    const listed = book.listRegimes({ atMs: last + 1 });
    expect(listed.filter(({ id }) => id === 'IN-ITR-3-1-D').map(({ version }) => version)).toEqual(['2026-02-20']);
    expect(listed.map(({ id }) => id)).not.toContain('DE-NETZDG');
  });
});

describe('nearestRegimeIds', () => {
  test.each([
    ['IN-69A-EMRG', 'IN-69A-EMERG'],
    ['eu-tco', 'EU-TCO'],
    ['IN-ITR-31D', 'IN-ITR-3-1-D'],
  ])('suggests for %s first %s', (typed, nearest) => {
    expect(book.nearestRegimeIds(typed, 3)[0]).toBe(nearest);
  });

  test('stays fast for hostile input', () => {
    expect(book.nearestRegimeIds('X'.repeat(1_000_000), 2)).toHaveLength(2);
  });
});

describe('proposeRegime', () => {
  test.each([
    ['IN', 'blocking_order', 'in-meity', 'IN-69A-NORMAL'],
    ['IN', 'blocking_order', 'in-mib', 'IN-MIB-16'],
    ['IN', 'removal_order', null, 'IN-ITR-3-1-D'],
    ['IN', 'court_order', undefined, 'IN-ITR-3-1-D'],
    ['IN', 'information_order', 'in-i4c', 'IN-ITR-3-1-J'],
    ['IN', 'non_compliance_notice', 'in-meity', 'POLICY-DEFAULT'],
    ['DE', 'removal_order', 'de-bka', 'EU-TCO'],
    ['DE', 'removal_order', 'de-bnetza', 'EU-DSA-9'],
    ['EU', 'information_order', null, 'EU-DSA-10'],
    ['AU', 'removal_order', 'au-esafety', 'AU-OSA'],
    ['BR', 'court_order', 'br-tse', 'BR-TSE-23714'],
    ['TR', 'blocking_order', 'tr-btk', 'TR-5651-8A'],
    ['TR', 'court_order', undefined, 'TR-5651-8'],
    ['IT', 'blocking_order', 'it-agcom', 'IT-PIRACY-SHIELD'],
    ['IT', 'blocking_order', null, 'EU-DSA-9'],
    ['SG', 'removal_order', 'sg-osc', 'SG-OSRAA'],
    ['GB', 'removal_order', 'uk-police', 'POLICY-DEFAULT'],
    ['ZZ', 'blocking_order', null, 'POLICY-DEFAULT'],
    ['*', 'blocking_order', null, 'POLICY-DEFAULT'],
  ] as const)('proposes for %s %s of %s the law %s', (jurisdiction, kind, authorityId, id) => {
    expect(book.proposeRegime({ jurisdiction, kind, authorityId })).toBe(id);
  });

  test('always proposes a law that runs clocks', () => {
    for (const kind of NOTICE_KINDS) {
      for (const { country, id } of book.authorities) {
        const proposed = book.proposeRegime({ jurisdiction: country, kind, authorityId: id });
        expect(book.regimeAt(proposed, Date.UTC(2026, 10, 1))).toBeDefined();
      }
    }
  });
});
