import { html, type Html } from '../../../domain/html.js';
import type { PublicChanges } from '../application/clocks/public-changes.js';
import { lawPage, LICENCE, p, TITLE } from './pages.js';
import { link } from './facts.js';

type Change = PublicChanges['items'][number];

const FEED_TITLE = `${TITLE}: what has changed`;

const nextOf = (address: string, cursor: string) => `${address}?cursor=${encodeURIComponent(cursor)}`;

export function changesPage({ items, nextCursor }: PublicChanges): string {
  const older =
    nextCursor === null ? null : html`<p>${link(nextOf('/law/changelog', nextCursor), 'Older changes')}</p>`;
  return lawPage({
    title: FEED_TITLE,
    body: html`${items.length === 0 ? p('No changes yet.') : items.map(renderChange)}${older}`,
  });
}

function renderChange(change: Change): Html {
  const lines = change.lines.map((line) => html`<li dir="auto">${line}</li>`);
  return html`<article id="${change.id}"><h2>${change.title}</h2><ul>${lines}</ul></article>`;
}

/** RFC 4287. `base`: the public origin. */
export function writeAtom({ items }: PublicChanges, { base, author }: { base: string; author: string }): string {
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

function renderEntry(change: Change, base: string): Html {
  return html`  <entry>
    <id>urn:notice-desk:changelog:${change.id}</id>
    <title>${cleanText(change.title)}</title>
    <link rel="alternate" href="${base}/law/changelog#${change.id}"/>
    <updated>${change.at}</updated>
    <content type="text">${cleanText(change.lines.join('\n'))}</content>
  </entry>
`;
}

/** Drops the characters that XML does not allow. */
function cleanText(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
}

/** JSON Feed 1.1 with the licence in an extension of its own. */
export function toPublicFeed({ items, nextCursor }: PublicChanges, base: string) {
  const address = `${base}/law/changelog.json`;
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: FEED_TITLE,
    home_page_url: `${base}/law/changelog`,
    feed_url: address,
    ...(nextCursor === null ? {} : { next_url: nextOf(address, nextCursor) }),
    _licence: LICENCE,
    items: items.map(({ id, title, lines, at, laws }) => ({
      id: `urn:notice-desk:changelog:${id}`,
      url: `${base}/law/changelog#${id}`,
      title,
      content_text: lines.join('\n'),
      date_published: at,
      tags: laws,
    })),
  };
}
