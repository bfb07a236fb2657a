import type { PublicVersion } from '../../registry/reports/publications.js';
import type { PublicFigures } from '../../domain/reports/public-statement.js';
import { escape, serverPage } from '../console/plain-page.js';
import type { PageLanguage } from '../appeals/words.js';
import { STATEMENT_WORDS, type StatementWords } from './words.js';

const OWN_STYLE = `
main { margin: 6vh auto; }
h2 { font-size: 1.1rem; margin-top: 2rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
dt { font-weight: 600; }
dd { margin: 0; }
p { white-space: pre-line; overflow-wrap: anywhere; }
small { display: block; }
article { border-top: 1px solid #8a94a0; }
`;

function page(language: PageLanguage, title: string, body: string): string {
  const head = '<link rel="alternate" type="application/atom+xml" href="/statements/feed.atom" />';
  return serverPage({ language, title, head, style: OWN_STYLE, body });
}

const p = (text: string) => `<p dir="auto">${escape(text)}</p>`;
const day = (at: Date) => at.toISOString().slice(0, 10);
const link = (href: string, text: string) => `<a href="${escape(href)}">${escape(text)}</a>`;

export function statementListPage(language: PageLanguage, statements: readonly PublicVersion[]): string {
  const words = STATEMENT_WORDS[language];
  const items = statements.map(
    ({ notice_id, body, approved_at, version }) =>
      `<li dir="auto">${link(`/statements/${notice_id}`, body.title)} <small>${published(words, { approved_at, version })}</small></li>`,
  );
  const list = items.length === 0 ? p(words.none) : `<ul>${items.join('')}</ul>`;
  return page(language, words.title, `${p(words.intro)}${list}<p>${link('/statements/feed.atom', words.feed)}</p>`);
}

/** A statement with its earlier versions below, so that corrections are visible. */
export function statementPage(
  language: PageLanguage,
  latest: PublicVersion,
  earlier: readonly PublicVersion[],
): string {
  const words = STATEMENT_WORDS[language];
  const before = earlier.map(
    (one) => `<article><h2 dir="auto">${escape(one.body.title)}</h2>${renderBody(language, one)}</article>`,
  );
  const history = before.length === 0 ? '' : `<h2>${escape(words.earlier)}</h2>${before.join('')}`;
  return page(
    language,
    latest.body.title,
    `${renderBody(language, latest)}${history}<p>${link('/statements', words.all)}</p>`,
  );
}

/** The same page for an unknown statement and for a secret one. */
export function absentPage(language: PageLanguage): string {
  const words = STATEMENT_WORDS[language];
  return page(language, words.absent, `${p(words.absentWhy)}<p>${link('/statements', words.all)}</p>`);
}

function published(
  words: StatementWords,
  { approved_at, version }: Pick<PublicVersion, 'approved_at' | 'version'>,
): string {
  return escape(`${words.published} ${day(approved_at)} · ${words.version} ${version}`);
}

function renderBody(language: PageLanguage, version: PublicVersion): string {
  const words = STATEMENT_WORDS[language];
  const rows = figureRows(language, version.body.figures).map(
    ([name, value]) => `<dt>${escape(name)}</dt><dd dir="auto">${escape(value)}</dd>`,
  );
  return `<small>${published(words, version)}</small>${p(version.body.text)}<h2>${escape(words.figures)}</h2><dl>${rows.join('')}</dl>`;
}

function figureRows(language: PageLanguage, figures: PublicFigures): [string, string][] {
  const words = STATEMENT_WORDS[language];
  const countries = new Intl.DisplayNames([language], { type: 'region', fallback: 'code' });
  const named = figures.countries.map((code) => countries.of(code) ?? code).join(', ');
  const kinds: Readonly<Record<string, string>> = words.kinds;
  return [
    [words.authority, `${figures.authority} (${countries.of(figures.country) ?? figures.country})`],
    [words.kind, kinds[figures.kind] ?? figures.kind.replaceAll('_', ' ')],
    [words.law, figures.law ?? words.lawUnknown],
    [words.received, figures.received],
    ...(figures.acknowledged === null ? [] : [[words.acknowledged, figures.acknowledged] satisfies [string, string]]),
    [words.outcome, words.outcomes[figures.outcome]],
    [words.items, String(figures.items)],
    [words.withheld, figures.withheld === 0 ? '0' : `${figures.withheld} (${words.inCountries} ${named})`],
    [words.removed, String(figures.removed)],
    [words.labelled, String(figures.labelled)],
    [words.restored, String(figures.restored)],
  ];
}
