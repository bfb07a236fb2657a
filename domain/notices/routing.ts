import type { NoticeKind, Priority } from './notice.js';

/** Where a notice goes that fits. An empty list fits all. */
export interface RoutingRule {
  name: string;
  laws: string[];
  languages: string[];
  authorities: string[];
  kinds: NoticeKind[];
  queue: string | null;
  priority: Priority | null;
  /** Ids of people who are offered first when the notice is assigned. */
  reviewers: string[];
}

/** Where a rule has sent a notice. */
export type Routed = Pick<RoutingRule, 'queue' | 'priority'> & { rule: string };

interface RoutedFacts {
  law: string;
  language: string;
  authority: string | null;
  kind: NoticeKind;
}

/** The first rule that fits decides. */
export function routeNotice(rules: readonly RoutingRule[], facts: RoutedFacts): Routed | null {
  const fits = (wanted: readonly string[], value: string | null) =>
    wanted.length === 0 || (value !== null && wanted.includes(value));
  const language = facts.language.toLowerCase().split('-')[0] ?? '';
  const found = rules.find(
    (rule) =>
      fits(rule.laws, facts.law) &&
      fits(rule.languages, language) &&
      fits(rule.authorities, facts.authority) &&
      fits(rule.kinds, facts.kind),
  );
  return found === undefined ? null : { rule: found.name, queue: found.queue, priority: found.priority };
}
