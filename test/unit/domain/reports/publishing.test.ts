import { describe, expect, test } from '@jest/globals';
import { formatBand } from '../../../../domain/reports/bands.js';
import { halfYearsOver } from '../../../../domain/reports/half-years.js';
import {
  type ActedItem,
  isOutdated,
  statementDue,
  writeStatement,
} from '../../../../features/publishing/domain/statement.js';

const ITEM: ActedItem = {
  kind: 'request',
  authorityCountry: 'IN',
  receivedAt: new Date('2024-03-04T06:00:00Z'),
  law: 'A law',
  grounds: ['The conditions are met.'],
  type: 'search_result',
  decision: 'withhold',
  action: 'withhold',
  countries: ['IN', 'SE', 'NO'],
  actedAt: new Date('2024-03-05T23:59:59Z'),
  restoredAt: null,
};
const FACTS = { category: 'STATEMENT_CATEGORY_VIOLENCE', contentDate: '2024-01-01' } as const;

test.each([
  [0, '0-499'],
  [499, '0-499'],
  [500, '500-999'],
  [1_234, '1000-1499'],
])('puts a count of %d into the band %s', (count, band) => {
  expect(formatBand(count)).toBe(band);
});

test.each([
  ['2025-06-30T23:59:59.999Z', []],
  ['2025-07-01T00:00:00Z', ['2025-H1']],
  ['2026-01-01T00:00:00Z', ['2025-H1', '2025-H2']],
])('finds at %s that the finished half-years of 2025 are %j', (at, names) => {
  expect(halfYearsOver(2025, new Date(at)).map(({ name }) => name)).toEqual(names);
});

describe('DSA statement of reasons', () => {
  test('is due if the restriction reaches an EEA state', () => {
    expect(statementDue(ITEM)).toBe('due');
    expect(statementDue({ ...ITEM, countries: ['IN'] })).toBe('elsewhere');
    expect(statementDue({ ...ITEM, countries: [], action: 'remove', decision: 'remove_law' })).toBe('due');
  });

  test('is not due for an order of a Member State, unless the item fell under the platform’s own rules', () => {
    const ordered: ActedItem = { ...ITEM, kind: 'removal_order', authorityCountry: 'DE' };
    expect(statementDue(ordered)).toBe('order');
    expect(statementDue({ ...ordered, decision: 'remove_rules', action: 'remove' })).toBe('due');
    expect(statementDue({ ...ordered, authorityCountry: 'IN' })).toBe('due');
    expect(statementDue({ ...ordered, kind: 'request' })).toBe('due');
  });

  test('states place, start and ground of the restriction, for the EEA only', () => {
    expect(writeStatement(ITEM, FACTS)).toMatchObject({
      decision_visibility: ['DECISION_VISIBILITY_CONTENT_DISABLED'],
      decision_ground: 'DECISION_GROUND_ILLEGAL_CONTENT',
      illegal_content_legal_ground: 'A law',
      territorial_scope: ['NO', 'SE'],
      application_date: '2024-03-05',
      content_type_other: 'search result',
      category: FACTS.category,
    });
    expect(writeStatement({ ...ITEM, action: 'remove', decision: 'remove_law' }, FACTS).territorial_scope).toHaveLength(
      30,
    );
  });

  test('names no law if none is known', () => {
    const body = writeStatement({ ...ITEM, law: null }, FACTS);
    expect(body.decision_facts).toBe(
      'A request of an authority of IN was received on 2024-03-04. The item was reviewed and decided by people.',
    );
    expect(body).toMatchObject({ illegal_content_legal_ground: 'As named by the authority' });
  });

  test('is cut to the field lengths that the transparency database accepts', () => {
    const long = writeStatement({ ...ITEM, law: 'l'.repeat(900), grounds: ['g'.repeat(3_000)] }, FACTS);
    expect(long).toMatchObject({
      illegal_content_legal_ground: 'l'.repeat(500),
      illegal_content_explanation: 'g'.repeat(2_000),
    });
  });

  test('is outdated once the record differs from it', () => {
    const body = writeStatement(ITEM, FACTS);
    expect(isOutdated(ITEM, body)).toBe(false);
    expect(isOutdated({ ...ITEM, restoredAt: new Date('2024-04-01T00:00:00Z') }, body)).toBe(true);
    expect(isOutdated({ ...ITEM, countries: ['SE'] }, body)).toBe(true);
  });
});
