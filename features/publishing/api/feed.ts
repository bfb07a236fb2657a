import { html, type Html } from '../../../domain/html.js';
import type { PublicVersion } from '../registry/publications.js';

/**
 * Writes a feed of public statements (RFC 4287), the newest version of each. A corrected statement is the same entry,
 * updated.
 */
export function writeFeed(
  statements: readonly PublicVersion[],
  { base, author }: { base: string; author: string },
): string {
  const updated = statements[0]?.approved_at ?? new Date(0);
  return html`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>${base}</id>
  <title>Government notices: public statements</title>
  <updated>${updated.toISOString()}</updated>
  <author><name>${cleanText(author)}</name></author>
  <link rel="self" href="${base}/feed.atom"/>
${statements.map((one) => renderEntry(one, `${base}/${one.notice_id}`))}</feed>
`.text;
}

function renderEntry({ notice_id, version, body, approved_at }: PublicVersion, address: string): Html {
  return html`  <entry>
    <id>urn:uuid:${notice_id}</id>
    <title>${cleanText(body.title)}${version === 1 ? '' : ` (version ${version})`}</title>
    <updated>${approved_at.toISOString()}</updated>
    <link rel="alternate" href="${address}"/>
    <content type="text">${cleanText(body.text)}</content>
  </entry>
`;
}

/** Drops the characters that XML does not allow. */
function cleanText(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
}
