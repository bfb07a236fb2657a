import { isFollowUp } from '../../../domain/notices/notice.js';
import type { SignedReceipt } from '../domain/receipt.js';
import { FILED_KINDS } from '../application/intake/file.js';
import { hidden, documentsField } from './notice-pages.js';
import { html, type Html } from '../../../domain/html.js';
import { portalPage, when, type PageHead } from './html.js';
import { FILING_WORDS, KIND_WORDS } from './words.js';

export type Typed = (field: string) => string;

export interface Wrong {
  field: string;
  message: string;
}

export function newPage(
  head: PageHead,
  { formKey, typed, wrong }: { formKey: string; typed: Typed; wrong?: Wrong },
): string {
  const said = (field: string) =>
    wrong?.field === field ? html`<p class="wrong" role="alert">${wrong.message}</p>` : null;
  const elsewhere = wrong !== undefined && !SHOWN.has(wrong.field);
  return portalPage(
    'File a notice',
    html`${elsewhere ? html`<p class="wrong" role="alert">${wrong.message}</p>` : null}
      ${wrong === undefined ? null : html`<p>Choose the files again.</p>`}
      <form method="post" action="/portal/new" enctype="multipart/form-data" accept-charset="utf-8">
        ${hidden(head, formKey)}
        <label for="kind">Kind of notice</label>
        ${said('kind')}
        <select id="kind" name="kind" required>${kinds(typed('kind'), typed('about') !== '')}</select>
        <label for="about">Number of the earlier notice</label>
        ${said('about')}
        <input id="about" name="about" maxlength="50" value="${typed('about')}" autocomplete="off" aria-describedby="about-when" />
        <small id="about-when">Only for follow-ups, such as a reminder or an amendment.</small>
        <label for="reference">Your reference</label>
        ${said('reference')}
        <input id="reference" name="reference" maxlength="500" value="${typed('reference')}" autocomplete="off" />
        <label for="subject">Subject</label>
        ${said('subject')}
        <input id="subject" name="subject" maxlength="1000" value="${typed('subject')}" autocomplete="off" required />
        <label for="text">What you order or request</label>
        ${said('text')}
        <textarea id="text" name="text" maxlength="100000">${typed('text')}</textarea>
        <label for="targets">Items, one per line</label>
        ${said('targets')}
        <textarea id="targets" name="targets" maxlength="1000000" aria-describedby="targets-how">${typed('targets')}</textarea>
        <small id="targets-how">Addresses of posts and pages, @accounts, #hashtags.</small>
        <label for="list">List of items (file)</label>
        ${said('list')}
        <input type="file" id="list" name="list" aria-describedby="list-which" />
        <small id="list-which">CSV, Excel (.xlsx), JSON, text or PDF. We read it and keep it as a document.</small>
        <label for="hours">Hours to comply</label>
        ${said('hours')}
        <input type="number" id="hours" name="hours" min="1" max="8760" value="${typed('hours')}" aria-describedby="hours-when" />
        <small id="hours-when">Counted from now, if your order sets a time. Otherwise the time set by law applies.</small>
        <label class="choice" for="confidential"><input type="checkbox" id="confidential" name="confidential" value="yes"${typed('confidential') === 'yes' ? html` checked` : null} /> <span>Keep it confidential: only people who work on it have access</span></label>
        ${documentsField}
        ${said('documents')}
        <button>File notice</button>
      </form>`,
    head,
  );
}

const SHOWN = new Set(['kind', 'about', 'reference', 'subject', 'text', 'targets', 'list', 'hours', 'documents']);

function kinds(chosen: string, isAbout: boolean): Html[] {
  const preset = chosen === '' && isAbout ? 'reminder' : chosen;
  const options = FILED_KINDS.map((kind) => {
    const mark = kind === preset ? html` selected` : null;
    return html`<option value="${kind}"${mark}>${KIND_WORDS[kind]}${isFollowUp(kind) ? ' (about an earlier notice)' : ''}</option>`;
  });
  return preset === '' ? [html`<option value="">Choose</option>`, ...options] : options;
}

export function receiptPage(head: PageHead, { receipt, publicKey, signature, keyId }: SignedReceipt): string {
  const { number, instant, filing, notice, about, kind, subject, reference, signer, targets, unread, documents } =
    receipt;
  return portalPage(
    `Receipt ${number}`,
    html`<p class="note">We have received it.</p>
      <dl>
        <dt>${FILING_WORDS[filing]}</dt><dd><a href="/portal/notices/${notice}">${notice}</a></dd>
        ${about === null ? null : html`<dt>About</dt><dd><a href="/portal/notices/${about}">${about}</a></dd>`}
        <dt>Received</dt><dd>${when(new Date(instant))}</dd>
        <dt>Filed by</dt><dd>${signer.name}, ${signer.rank}</dd>
        <dt>Kind</dt><dd>${KIND_WORDS[kind]}</dd>
        ${reference === '' ? null : html`<dt>Your reference</dt><dd>${reference}</dd>`}
        ${subject === '' ? null : html`<dt>Subject</dt><dd>${subject}</dd>`}
        ${filing === 'notice' ? html`<dt>Items</dt><dd>${targets}</dd>` : null}
        ${unread === 0 ? null : html`<dt>Lines not read</dt><dd>${unread}: these lines could not be read. The list itself is kept.</dd>`}
      </dl>
      <h2>Documents</h2>
      ${documents.length === 0 ? html`<p>None.</p>` : html`<ul class="rows">${documents.map(({ name, sha256, size }) => html`<li>${name}, ${size} bytes<small>SHA-256 <code>${sha256}</code></small></li>`)}</ul>`}
      <h2>Keep this receipt</h2>
      <p><a href="/portal/receipts/${number}/pdf">As PDF</a>, <a href="/portal/receipts/${number}/json">as JSON with its signature</a></p>
      <p><small>Signed with the key <code>${keyId}</code> (Ed25519, <code>${publicKey}</code>), which <a href="/v1/receipt-keys">is published</a>. Signature: <code>${signature}</code></small></p>`,
    head,
  );
}

export function receiptLines({ receipt, publicKey, signature, keyId }: SignedReceipt): string {
  const { authority, signer, documents } = receipt;
  const facts = [
    `${FILING_WORDS[receipt.filing]}: ${receipt.notice}${receipt.about === null ? '' : `, about ${receipt.about}`}`,
    `Received: ${receipt.instant}`,
    `Authority: ${authority.name}`,
    `Filed by: ${signer.name}, ${signer.rank}`,
    `Kind: ${KIND_WORDS[receipt.kind]}`,
    `Your reference: ${receipt.reference || 'none'}`,
    `Subject: ${receipt.subject || 'none'}`,
    `Items: ${receipt.targets}${receipt.unread === 0 ? '' : `, and ${receipt.unread} lines that could not be read`}`,
    `SHA-256 of the text: ${receipt.textSha256 ?? 'no text'}`,
  ];
  const list = documents.map(({ name, sha256, size }) => `${name}, ${size} bytes, SHA-256:\n${sha256}`);
  const proof = [
    `Signature (Ed25519 over the canonical JSON of the receipt, key ${keyId}):`,
    ...(signature.match(/.{1,44}/g) ?? []),
    'Public key:',
    publicKey,
  ];
  return [facts.join('\n'), 'Documents:', ...(list.length === 0 ? ['none'] : list), proof.join('\n')].join('\n\n');
}
