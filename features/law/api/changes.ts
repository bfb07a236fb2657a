import { html, type Html } from '../../../domain/html.js';
import { formatChange, listChangeLines, toFeed, type LawChange } from '../../../rulebook/changelog.js';
import { lawPage, LICENCE, p, TITLE } from './pages.js';
import { link } from './facts.js';

interface ChangesPage {
  items: readonly LawChange[];
  nextCursor: string | null;
}

const FEED_TITLE = `${TITLE}: what has changed`;

const nextOf = (address: string, cursor: string) => `${address}?cursor=${encodeURIComponent(cursor)}`;

export function changesPage({ items, nextCursor }: ChangesPage): string {
  const older =
    nextCursor === null ? null : html`<p>${link(nextOf('/law/changelog', nextCursor), 'Older changes')}</p>`;
  return lawPage({
    title: FEED_TITLE,
    body: html`${items.length === 0 ? p('No changes yet.') : items.map(renderChange)}${older}`,
  });
}

function renderChange(change: LawChange): Html {
  const lines = listChangeLines(change).map((line) => html`<li dir="auto">${line}</li>`);
  return html`<article id="${change.id}"><h2>${formatChange(change)}</h2><ul>${lines}</ul></article>`;
}

/** RFC 4287. `base`: the public origin. */
export function writeAtom({ items }: ChangesPage, { base, author }: { base: string; author: string }): string {
  return html`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>urn:notice-desk:changelog</id>
  <title>${FEED_TITLE}</title>
  <updated>${items[0]?.at ?? new Date(0).toISOString()}</updated>
  <author><name>${cleanText(author)}</name></author>
  <rights>${LICENCE.name}, ${LICENCE.url}</rights>
  <link rel="license" href="${LICENCE.url}"/>
  <link rel="self" href="${base}/law/changelog.atom"/>
  <link rel="alternate" href="${base}/law/changelog"/>
${items.map((change) => renderEntry(change, base))}</feed>
`.text;
}

function renderEntry(change: LawChange, base: string): Html {
  return html`  <entry>
    <id>urn:notice-desk:changelog:${change.id}</id>
    <title>${cleanText(formatChange(change))}</title>
    <updated>${change.at}</updated>
    <link rel="alternate" href="${base}/law/changelog#${change.id}"/>
    <content type="text">${cleanText(listChangeLines(change).join('\n'))}</content>
  </entry>
`;
}

/** Drops the characters that XML does not allow. */
function cleanText(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
}

/** JSON Feed 1.1 with the licence in an extension of its own. */
export function toPublicFeed({ items, nextCursor }: ChangesPage, base: string) {
  const address = `${base}/law/changelog.json`;
  const feed = toFeed(items, nextCursor === null ? {} : { nextUrl: nextOf(address, nextCursor) });
  return {
    ...feed,
    home_page_url: `${base}/law/changelog`,
    feed_url: address,
    _licence: LICENCE,
    items: feed.items.map((item, at) => ({ ...item, url: `${base}/law/changelog#${items[at]?.id ?? ''}` })),
  };
}
