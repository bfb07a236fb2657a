import { describe, expect, test } from '@jest/globals';
import { routeNotice, type RoutingRule } from '../../../../domain/notices/routing.js';

const rule = (name: string, patch: Partial<RoutingRule> = {}): RoutingRule => ({
  name,
  laws: [],
  languages: [],
  authorities: [],
  kinds: [],
  queue: name,
  priority: null,
  reviewers: [],
  ...patch,
});
const FACTS = { law: 'TR-5651', language: 'tr-TR', authority: 'tr-btk', kind: 'blocking_order' as const };

describe('routeNotice', () => {
  test('takes the first rule that fits', () => {
    const rules = [rule('other', { laws: ['IN-69A'] }), rule('turkish', { languages: ['tr'] }), rule('rest')];
    expect(routeNotice(rules, FACTS)).toEqual({ rule: 'turkish', queue: 'turkish', priority: null });
  });

  test('needs every condition of a rule', () => {
    const both = rule('both', { languages: ['tr'], authorities: ['tr-court'] });
    expect(routeNotice([both], FACTS)).toBeNull();
    expect(routeNotice([both], { ...FACTS, authority: null })).toBeNull();
    expect(routeNotice([both], { ...FACTS, authority: 'tr-court' })?.rule).toBe('both');
  });

  test('fits no notice without rules', () => {
    expect(routeNotice([], FACTS)).toBeNull();
  });
});
