import type { PublicVersion } from '../registry/publications.js';
import type { PublicFigures } from '../domain/public-statement.js';
import { html, page, type Html } from '../../../domain/html.js';
import type { PageLanguage } from '../../../api/appeals/words.js';
import { STATEMENT_WORDS, type StatementWords } from './words.js';

const FEED = html`<link rel="alternate" type="application/atom+xml" href="/statements/feed.atom" />`;

const publicPage = (language: PageLanguage, title: string, body: Html) => page({ language, title, head: FEED, body });

const p = (text: string) => html`<p class="text" dir="auto">${text}</p>`;
const day = (at: Date) => at.toISOString().slice(0, 10);
const link = (href: string, text: string) => html`<a href="${href}">${text}</a>`;

export function statementListPage(language: PageLanguage, statements: readonly PublicVersion[]): string {
  const words = STATEMENT_WORDS[language];
  const items = statements.map(
    ({ notice_id, body, approved_at, version }) =>
      html`<li dir="auto">${link(`/statements/${notice_id}`, body.title)} <small>${published(words, { approved_at, version })}</small></li>`,
  );
  const list = items.length === 0 ? p(words.none) : html`<ul>${items}</ul>`;
  return publicPage(
    language,
    words.title,
    html`${p(words.intro)}${list}<p>${link('/statements/feed.atom', words.feed)}</p>`,
  );
}

/** A statement with its earlier versions below, so that corrections are visible. */
export function statementPage(
  language: PageLanguage,
  latest: PublicVersion,
  earlier: readonly PublicVersion[],
): string {
  const words = STATEMENT_WORDS[language];
  const before = earlier.map(
    (one) => html`<article><h2 dir="auto">${one.body.title}</h2>${renderBody(language, one)}</article>`,
  );
  const history = before.length === 0 ? null : html`<h2>${words.earlier}</h2>${before}`;
  return publicPage(
    language,
    latest.body.title,
    html`${renderBody(language, latest)}${history}<p>${link('/statements', words.all)}</p>`,
  );
}

/** The same page for an unknown statement and for a secret one. */
export function absentPage(language: PageLanguage): string {
  const words = STATEMENT_WORDS[language];
  return publicPage(language, words.absent, html`${p(words.absentWhy)}<p>${link('/statements', words.all)}</p>`);
}

function published(
  words: StatementWords,
  { approved_at, version }: Pick<PublicVersion, 'approved_at' | 'version'>,
): string {
  return `${words.published} ${day(approved_at)} · ${words.version} ${version}`;
}

function renderBody(language: PageLanguage, version: PublicVersion): Html {
  const words = STATEMENT_WORDS[language];
  const rows = figureRows(language, version.body.figures).map(
    ([name, value]) => html`<dt>${name}</dt><dd dir="auto">${value}</dd>`,
  );
  return html`<small>${published(words, version)}</small>${p(version.body.text)}<h2>${words.figures}</h2><dl>${rows}</dl>`;
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
