import { html, type Html } from '../../../domain/html.js';
import { locateProvision, type Citation, type Provision } from '../../../domain/rulebook/citation.js';
import type { FactView, PublicBook, PublicReview } from '../application/clocks/public-law.js';
import { nameSection, REVIEW_WORDS, TEXT_WORDS } from './words.js';

export const link = (href: string, text: string) => html`<a href="${href}">${text}</a>`;

/** Encodes each part, except colons, which name facts and are allowed in a path. */
export function buildPath(...parts: string[]): string {
  return ['/law', ...parts.map((part) => encodeURIComponent(part).replaceAll('%3A', ':'))].join('/');
}

type Row = [string, string | Html];

const renderRows = (rows: Row[]) =>
  html`<dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd dir="auto">${value}</dd>`)}</dl>`;

/** One fact with all that is known of where it comes from. */
export function renderFact(
  { says, fact, confidence }: FactView,
  { book, review }: { book: Pick<PublicBook, 'pathBySha256'>; review: PublicReview | null },
): Html {
  const { citation, source } = fact;
  const place = locateProvision(fact);
  return html`<p class="text" dir="auto">${says}</p>${renderRows([
    ['Source', source],
    ...clauseRows(citation),
    ['Place', place === undefined ? 'Not stated' : formatPlace(place, fact.provision !== undefined)],
    ...(citation === undefined ? [['Text', 'None was read for this fact'] satisfies Row] : textRows(citation, book)),
    ['Confidence', confidence],
    ['Doubt', fact.provision?.unsure ?? 'None noted'],
    ...(review === null ? [] : [['Review', formatReview(review)] satisfies Row]),
  ])}`;
}

/** The title only where it is not that of the text below. */
function formatPlace({ title, id, pinpoint }: Provision, isOwn: boolean): string {
  return [...(isOwn ? [title] : []), id, pinpoint].join(', ');
}

function clauseRows(citation: Citation | undefined): Row[] {
  if (citation?.clause == null) return [['Clause', 'Not quoted']];
  return [['Clause', html`<q lang="${citation.language ?? ''}">${citation.clause}</q>`]];
}

function textRows(citation: Citation, { pathBySha256 }: Pick<PublicBook, 'pathBySha256'>): Row[] {
  const { text, title, id, url, read, sha256, licence, language, pinpoint, reviewedUntil } = citation;
  const optional = (name: string, value: string | Html | null): Row[] => (value === null ? [] : [[name, value]]);
  return [
    ['Text', title],
    ['Kind of text', TEXT_WORDS[text]],
    ['Official number', id ?? 'Not noted'],
    ...optional('Place in the text', pinpoint),
    ...optional('Language', language),
    ['Address', url === null ? 'Not noted' : renderAddress(url)],
    ['Date read', read ?? 'Not noted'],
    ['SHA-256', sha256 === null ? 'Not noted' : html`<code>${sha256}</code>`],
    ['Stored', renderStored(citation, pathBySha256)],
    ['Licence of the text', licence ?? 'Not noted'],
    ...optional('To be read again from', reviewedUntil),
  ];
}

const renderAddress = (url: string) =>
  /^https?:\/\//.test(url) ? html`<a href="${url}" rel="noreferrer nofollow">${url}</a>` : url;

function renderStored({ stored, sha256, notStored }: Citation, paths: PublicBook['pathBySha256']): string | Html {
  if (stored !== true) return `No. ${notStored ?? 'Nobody has said why'}`;
  const path = paths.get(sha256 ?? '');
  if (path === undefined) return 'Yes, but not at hand on this server';
  return html`Yes: ${link(buildPath('texts', ...path.split('/')), path)}`;
}

export function formatReview({ state, until, wrongFacts }: PublicReview): string {
  const day = until === null ? '' : state === 'expired' ? ` since ${until}` : ` (until ${until})`;
  const wrong = wrongFacts === 0 ? '' : `; facts found wrong and not corrected yet: ${wrongFacts}`;
  return `${REVIEW_WORDS[state]}${day}${wrong}`;
}

/** A fact with its name and permanent address, as a part of a page. */
export function renderArticle(
  { regime, version }: { regime: string; version: string },
  fact: FactView,
  shown: Parameters<typeof renderFact>[1],
): Html {
  const address = buildPath(regime, version, fact.id);
  return html`<article id="${fact.id}"><h3>${nameSection(fact.id)} <small>${link(address, fact.id)}</small></h3>${renderFact(fact, shown)}</article>`;
}
