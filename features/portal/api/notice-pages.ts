import type { ReceivedDocument } from '../domain/receipt.js';
import { derivePortalProgress } from '../domain/progress.js';
import type { OwnParts } from '../application/intake/own-notices.js';

type OwnNotice = OwnParts['notice'];
type OwnLetter = OwnParts['letters'][number];
type FilingRow = OwnParts['filings'][number];
type OutwardAnnotation = OwnParts['annotations'][number];
import { MAX_DOCUMENTS } from './multipart.js';
import { html, type Html } from '../../../domain/html.js';
import { portalPage, when, type PageHead } from './html.js';
import { FILING_WORDS, KIND_WORDS, LETTER_WORDS, PROGRESS_WORDS } from './words.js';

/** `older`: the number after which there are more. */
export function noticeListPage(
  head: PageHead,
  { notices, older }: { notices: OwnNotice[]; older: string | null },
): string {
  const table = html`<table>
        <thead><tr><th>Number</th><th>Subject</th><th>Received</th><th>Status</th></tr></thead>
        <tbody>${notices.map(row)}</tbody>
      </table>`;
  return portalPage(
    'Your notices',
    html`${notices.length === 0 ? html`<p>You have filed no notices yet.</p>` : table}
      ${older === null ? null : html`<p><a href="/portal?before=${older}">Older notices</a></p>`}
      <p><a class="button" href="/portal/new">File a notice</a></p>`,
    head,
  );
}

function row(notice: OwnNotice): Html {
  const { number, kind, subject, reference, receivedAt } = notice;
  return html`<tr>
          <td class="number"><a href="/portal/notices/${number}">${number}</a></td>
          <td>${KIND_WORDS[kind]}${subject === '' ? '' : `: ${subject}`}${reference === '' ? null : html`<small>${reference}</small>`}</td>
          <td>${when(receivedAt)}</td>
          <td class="state">${PROGRESS_WORDS[derivePortalProgress(notice)].name}</td>
        </tr>`;
}

interface NoticeParts extends OwnParts {
  formKey: string;
  /** Rejected input, with what to correct. */
  again?: { text: string; wrong: string };
}

export function noticePage(
  head: PageHead,
  { notice, letters, annotations, filings, formKey, again }: NoticeParts,
): string {
  const { number, kind, subject, reference, receivedAt, closedAt, targets } = notice;
  const { name, says } = PROGRESS_WORDS[derivePortalProgress(notice)];
  return portalPage(
    subject === '' ? number : `${number}: ${subject}`,
    html`<p class="note"><span class="state">${name}.</span> ${says}</p>
      <dl>
        <dt>Kind</dt><dd>${KIND_WORDS[kind]}</dd>
        ${reference === '' ? null : html`<dt>Your reference</dt><dd>${reference}</dd>`}
        <dt>Received</dt><dd>${when(receivedAt)}</dd>
        ${closedAt === null ? null : html`<dt>Closed</dt><dd>${when(closedAt)}</dd>`}
        <dt>Items</dt><dd>${targets}</dd>
      </dl>
      <h2>Our letters</h2>
      ${letters.length === 0 ? html`<p>No letters sent yet.</p>` : html`<ul class="rows">${letters.map((one) => letterRow(number, one))}</ul>`}
      ${annotations.length === 0 ? null : html`<h2>Our notes for you</h2><ul class="rows">${annotations.map(annotationRow)}</ul>`}
      <h2>What you filed</h2>
      ${filings.length === 0 ? html`<p>Nothing filed through this portal.</p>` : html`<ul class="rows">${filings.map(filingRow)}</ul>`}
      <h2 id="answer">Send an answer or documents</h2>
      ${again === undefined ? null : html`<p class="wrong" role="alert">${again.wrong}</p>`}
      <form method="post" action="/portal/notices/${number}/answers" enctype="multipart/form-data" accept-charset="utf-8">
        ${hidden(head, formKey)}
        <label for="text">Your message</label>
        <textarea id="text" name="text" maxlength="100000">${again?.text ?? ''}</textarea>
        ${documentsField}
        <button>Send</button>
      </form>
      <h2>More about this notice</h2>
      <p><a href="/portal/new?about=${number}">File a follow-up, such as a reminder or an amendment</a></p>
      ${notice.withdrawn || kind === 'revocation' ? null : html`<p><a href="/portal/notices/${number}/withdraw">Withdraw this notice</a></p>`}`,
    head,
  );
}

function letterRow(number: string, { n, kind, sentAt }: OwnLetter): Html {
  return html`<li><a href="/portal/notices/${number}/letters/${n}">${LETTER_WORDS[kind]} (PDF)</a> <small>sent ${when(sentAt)}</small></li>`;
}

function annotationRow({ at, text }: OutwardAnnotation): Html {
  return html`<li>${text} <small>${when(at)}</small></li>`;
}

function filingRow({ number, filing, filedAt, documents }: FilingRow): Html {
  return html`<li>${FILING_WORDS[filing]}, ${when(filedAt)}, receipt <a href="/portal/receipts/${number}">${number}</a>${documentsLine(documents)}</li>`;
}

function documentsLine(documents: readonly ReceivedDocument[]): Html | null {
  return documents.length === 0 ? null : html`<small>${documents.map(({ name }) => name).join(', ')}</small>`;
}

/** Fields of every form: the session it belongs to, and a key that files a form sent twice only once. */
export function hidden({ formToken }: PageHead, formKey: string): Html {
  return html`<input type="hidden" name="csrf" value="${formToken}" /><input type="hidden" name="form" value="${formKey}" />`;
}

export const documentsField = html`<label for="documents">Documents</label>
        <input type="file" id="documents" name="documents" multiple aria-describedby="documents-which" />
        <small id="documents-which">At most ${MAX_DOCUMENTS} files and 30 MiB in total. They are stored unchanged.</small>`;

export function withdrawPage(
  head: PageHead,
  { notice: { number, subject }, formKey, wrong }: { notice: OwnNotice; formKey: string; wrong?: string },
): string {
  return portalPage(
    `Withdraw ${number}?`,
    html`${subject === '' ? null : html`<p>${subject}</p>`}
      <p>A withdrawal is recorded as its own filing and cannot be undone. We restore what we did because of this notice alone. To order it again, file a new notice.</p>
      ${wrong === undefined ? null : html`<p class="wrong" role="alert">${wrong}</p>`}
      <form method="post" action="/portal/notices/${number}/withdraw" enctype="multipart/form-data" accept-charset="utf-8">
        ${hidden(head, formKey)}
        <label for="text">Reason (optional)</label>
        <textarea id="text" name="text" maxlength="100000"></textarea>
        ${documentsField}
        <button class="grave">Withdraw ${number}</button>
      </form>
      <p><a href="/portal/notices/${number}">Keep the notice</a></p>`,
    head,
  );
}

/** One answer for what does not exist and for what is another authority's. */
export function nothingPage(head: PageHead): string {
  return portalPage(
    'Not found',
    html`<p>There is nothing of yours at this address.</p><p><a href="/portal">Your notices</a></p>`,
    head,
  );
}

export function brokenPage(): string {
  return portalPage('This did not work', html`<p>Go back and send it again: the same form is filed only once.</p>`);
}

export function tooLargePage(): string {
  return portalPage(
    'This is too large',
    html`<p>Send at most 30 MiB in one form. Nothing was filed: go back, choose fewer files, and send the others as an answer about the notice.</p>`,
  );
}
