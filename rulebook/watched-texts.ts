import type { QuotedClause } from '../domain/rulebook/law-page.js';
import { listFacts } from './facts.js';
import type { Rulebook } from './rulebook.js';

/** An address at which a text of law was read, with everything quoted from it. */
export interface WatchedText {
  url: string;
  title: string;
  clauses: QuotedClause[];
}

/** Lists the addresses of cited texts with a hash: those that are stored, and those that were read and are not. */
export function listWatchedTexts({ listRegimes }: Pick<Rulebook, 'listRegimes'>): WatchedText[] {
  const texts = new Map<string, { title: string; clauses: Map<string, { at: string | null; laws: Set<string> }> }>();
  for (const version of listRegimes()) {
    for (const { citation } of listFacts(version)) {
      if (citation === undefined || citation.url === null || citation.sha256 === null) continue;
      const text = texts.get(citation.url) ?? { title: citation.title, clauses: new Map() };
      texts.set(citation.url, text);
      if (citation.clause === null) continue;
      const quoted = text.clauses.get(citation.clause) ?? { at: citation.pinpoint, laws: new Set() };
      text.clauses.set(citation.clause, { ...quoted, laws: quoted.laws.add(`${version.id} ${version.version}`) });
    }
  }
  return [...texts].map(([url, { title, clauses }]) => ({
    url,
    title,
    clauses: [...clauses].map(([clause, { at, laws }]) => ({ clause, at, laws: [...laws] })),
  }));
}
