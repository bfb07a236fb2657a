import { html, type Html } from '../../../domain/html.js';
import { findCurrent, type LawView, type PublicBook, type ReadReview } from '../application/clocks/public-law.js';
import { buildPath, formatReview, link } from './facts.js';
import { lawPage, nameCountry, p, TITLE } from './pages.js';
import { STATUS_WORDS } from './words.js';

interface ShownList {
  q: string;
  readReview: ReadReview;
  now: Date;
}

/** All laws by country, or those in which each word of `q` stands. */
export function listPage(book: PublicBook, { q, ...shown }: ShownList): string {
  const laws = [...book.laws.values()].filter((regime) => isFound(describeLaw(regime), q));
  const countries = [...new Set(laws.map(readCountry))].toSorted((one, other) =>
    nameCountry(one).localeCompare(nameCountry(other), 'en'),
  );
  const groups = countries.map((country) => {
    const own = laws.filter((regime) => readCountry(regime) === country);
    return html`<h2>${nameCountry(country)}</h2><ul class="rows">${own.map((regime) => renderLaw(book, regime, shown))}</ul>`;
  });
  const unknown = book.placeholders.filter(({ country, name }) => isFound(`${country} ${name}`, q));
  const none = groups.length === 0 && unknown.length === 0 ? p(`Nothing matches “${q}”.`) : null;
  return lawPage({
    title: TITLE,
    address: '/law',
    body: html`${p('Laws by which authorities order platforms to remove, block, keep or disclose content: time limits and duties, each with its source, how far it can be trusted, and a permanent address.')}${renderSearch(q)}${none}${groups}${renderUnknown(unknown)}`,
  });
}

const readCountry = ({ jurisdictions, id }: LawView) => jurisdictions[0] ?? id;

const renderSearch = (
  q: string,
) => html`<form method="get" action="/law" role="search"><label for="q">Search the laws</label>
<input id="q" name="q" type="search" maxlength="200" value="${q}" /><button>Search</button>${q === '' ? null : html` <a href="/law">All laws</a>`}</form>`;

function renderLaw(book: PublicBook, law: LawView, { readReview, now }: Omit<ShownList, 'q'>): Html {
  const current = findCurrent(book, law, now);
  if (current === undefined) return html``;
  const { version, period, facts, leastSure } = current;
  const count = `${facts.length} ${facts.length === 1 ? 'fact' : 'facts'}, the least sure ${leastSure}`;
  const words = `${STATUS_WORDS[version.status]}, ${period}; ${count}; ${formatReview(readReview(version))}`;
  return html`<li>${link(buildPath(law.id), law.title)} <code>${law.id}</code><small>${words}</small></li>`;
}

function renderUnknown(placeholders: PublicBook['placeholders']): Html | null {
  if (placeholders.length === 0) return null;
  const items = placeholders.map(({ name, country, tried, on }) => {
    const why = tried === undefined ? null : html`<small>Sought: ${tried}${on === undefined ? '' : ` (${on})`}</small>`;
    return html`<li>${name} <code>${country}</code>${why}</li>`;
  });
  return html`<h2>Countries of whose law nothing is known here</h2><ul class="rows">${items}</ul>`;
}

function describeLaw({ id, title, family, jurisdictions, versions }: LawView): string {
  const texts = versions.flatMap(({ version, facts }) => [
    version.summary,
    ...facts.flatMap(({ says, fact }) => [says, fact.source]),
  ]);
  return [id, title, family, ...jurisdictions, ...jurisdictions.map(nameCountry), ...texts].join(' ');
}

function isFound(text: string, q: string): boolean {
  const low = text.toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => low.includes(word));
}
