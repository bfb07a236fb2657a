import { html, page, type Html } from '../../../domain/html.js';
import { getKeys } from '../../../domain/record-keys.js';
import type { FormerFact } from '../application/clocks/former-facts.js';
import type { FactView, LawView, PublicBook, PublicReview, VersionView } from '../application/clocks/public-law.js';
import { buildPath, formatReview, link, renderArticle, renderFact } from './facts.js';
import { nameSection, STATUS_WORDS } from './words.js';

export const LICENCE = { name: 'Apache License 2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' };
export const TITLE = 'Takedown law';

/** A page with its place in the whole and the licence. `address`: the permanent one. */
export function lawPage({ title, address, body }: { title: string; address?: string; body: Html }): string {
  const canonical = address === undefined ? null : html`<link rel="canonical" href="${address}" />`;
  const head = html`<link rel="license" href="${LICENCE.url}" />${canonical}
    <link rel="alternate" type="application/atom+xml" title="Changes" href="/law/changelog.atom" />
    <link rel="alternate" type="application/feed+json" title="Changes" href="/law/changelog.json" />`;
  const bar = html`<header><div><nav>${link('/law', TITLE)} ${link('/law/changelog', 'Changes')}</nav></div></header>`;
  return page({ title, head, bar, body: html`${body}${LICENCE_NOTE}` });
}

const LICENCE_NOTE = html`<footer><p><small>The data on this page is under the ${link(LICENCE.url, LICENCE.name)};
quoted and stored texts of law are under the licence that stands with each. This page informs and is no legal advice. Feeds:
${link('/law/changelog.atom', 'Atom')}, ${link('/law/changelog.json', 'JSON')}.</small></p></footer>`;

export const p = (text: string | Html) => html`<p class="text" dir="auto">${text}</p>`;

export function versionPage(
  { law, view }: { law: LawView; view: VersionView },
  shown: { book: PublicBook; review: PublicReview },
): string {
  const { version, period, facts } = view;
  const { id, title, summary, zone, inForceFrom } = version;
  const at = { regime: id, version: version.version };
  return lawPage({
    title: `${title} (${id})`,
    address: buildPath(id, version.version),
    body: html`<p class="state">${STATUS_WORDS[version.status]}, ${period}</p>${p(summary)}
<dl><dt>Jurisdictions</dt><dd>${law.jurisdictions.map(nameCountry).join(', ')}</dd>
<dt>Dates in</dt><dd>${zone}</dd>
<dt>Version</dt><dd>${link(buildPath(id, version.version), inForceFrom)}</dd>
<dt>Review</dt><dd>${formatReview(shown.review)}</dd></dl>
${renderVersions(law, view)}<h2>Facts</h2>${facts.map((fact) => renderArticle(at, fact, shown))}${renderGaps(view)}`,
  });
}

function renderVersions({ id, versions }: LawView, shown: VersionView): Html | null {
  if (versions.length === 1) return null;
  const items = versions.map((view) => {
    const { version, status } = view.version;
    const words = `${version}: ${STATUS_WORDS[status]}, ${view.period}`;
    return html`<li>${view === shown ? words : link(buildPath(id, version), words)}</li>`;
  });
  return html`<h2>Versions</h2><ul>${items}</ul>`;
}

function renderGaps({ silences, version: { unread = {} } }: VersionView): Html {
  const silent = silences.map(([topic, words]) => html`<dt>${nameSection(topic)}</dt><dd>${words}</dd>`);
  const sought = getKeys(unread).flatMap((topic) => {
    const one = unread[topic];
    return one === undefined ? [] : [html`<dt>${nameSection(topic)}</dt><dd>${one.sought} (${one.on})</dd>`];
  });
  return html`${renderGroup('The law says nothing on', silent)}${renderGroup('Sought and not obtained', sought)}`;
}

const renderGroup = (title: string, rows: Html[]) =>
  rows.length === 0 ? null : html`<h2>${title}</h2><dl>${rows}</dl>`;

export function factPage(
  { version, period }: VersionView,
  fact: FactView,
  shown: { book: PublicBook; review: PublicReview },
): string {
  const { id, title, status } = version;
  const whole = link(buildPath(id, version.version), `${title} (${id}), version ${version.version}`);
  return lawPage({
    title: `${nameSection(fact.id)}: ${id}`,
    address: buildPath(id, version.version, fact.id),
    body: html`<p>${whole}. ${STATUS_WORDS[status]}, ${period}. Name of the fact: <code>${fact.id}</code></p>${renderFact(fact, shown)}`,
  });
}

/** What an earlier edition said at an address, and where to read on. */
export function formerPage(
  fact: FormerFact,
  { book, replacement, isWhole }: { book: PublicBook; replacement: VersionView | undefined; isWhole: boolean },
): string {
  const { regime, version, title, until } = fact;
  const next =
    replacement === undefined
      ? html`The law is no longer in the rulebook.`
      : html`It was replaced by version ${link(buildPath(regime, replacement.version.version), replacement.version.version)}${sameFact(replacement, fact, isWhole)}.`;
  return lawPage({
    title: isWhole ? `${title} (${regime})` : `${nameSection(fact.id)}: ${regime}`,
    body: html`<p class="note">Not in the edition in effect: version ${version} of ${title} held this until ${until.toISOString().slice(0, 10)}. ${next}</p>
<h2>What it said</h2>${renderFact(fact, { book, review: null })}`,
  });
}

function sameFact({ version, facts }: VersionView, { id, regime }: FormerFact, isWhole: boolean): Html | null {
  if (isWhole || !facts.some((fact) => fact.id === id)) return null;
  return html`; see ${link(buildPath(regime, version.version, id), 'the fact of that name')}`;
}

export function absentPage(): string {
  return lawPage({
    title: 'Not found',
    body: html`${p('There is no such law, version, fact or text.')}<p>${link('/law', 'All laws')}</p>`,
  });
}

const NAMES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });

/** `EU` is the European Union; a code that is no region stays as it is. */
export function nameCountry(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (NAMES.of(code) ?? code) : code;
}
