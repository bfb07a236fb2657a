import { createReceiptSigner } from '../../../../features/portal/application/intake/receipt-signer.js';
import { sendPortalMail } from '../../../../features/portal/application/intake/mail-links.js';
import { createMailTransport, type MailTransport } from '../../../../letters/mail-transport.js';
import type { ApiAnswer, ApiHarness } from '../../../support/api-harness.js';
import { startSmtp, type SmtpFixture } from '../../../support/mail/smtp-fixture.js';

export interface Visitor {
  get(path: string): Promise<ApiAnswer>;
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<ApiAnswer>;
  file(page: string, path: string, fields: Record<string, string>, files?: SentFile[]): Promise<ApiAnswer>;
  /** Sends a form as it was filled in earlier, with the tokens of the page as they were then. */
  send(path: string, fields: Record<string, string>, files?: SentFile[]): Promise<ApiAnswer>;
  raw(path: string, payload: string, type: string): Promise<ApiAnswer>;
  /** The hidden fields of a page's form. */
  hidden(page: string): Promise<{ csrf: string; form: string }>;
}

export interface SentFile {
  field: string;
  name: string;
  type: string;
  text: string;
}

export interface PortalFixture {
  smtp: SmtpFixture;
  visitor(cookie?: string): Visitor;
  mail(): Promise<void>;
  lastToken(): string;
  signIn(authority: string, name: string): Promise<Visitor>;
  close(): Promise<void>;
}

export async function startPortal(api: ApiHarness): Promise<PortalFixture> {
  const smtp = await startSmtp();
  const transport: MailTransport = createMailTransport({ smtpUrl: smtp.url, from: 'Trust <desk@company.example>' });
  const visitor = (cookie = ''): Visitor => visit(api, cookie);
  const { db, receiptKey } = api.context;
  const receiptSigner = receiptKey === null ? null : createReceiptSigner(receiptKey);
  const mail = async () => {
    while (receiptSigner !== null && (await sendPortalMail({ db, transport, receiptSigner })));
  };
  const lastToken = () => tokenIn(smtp.received.at(-1)?.text ?? '');
  return {
    smtp,
    visitor,
    mail,
    lastToken,
    async signIn(authority, name) {
      await visitor().post('/portal/links', { email: `${authority}@authority.example` });
      await mail();
      const opened = await visitor().post('/portal/open', { token: lastToken(), name });
      return visitor(/nd_portal=[^;]+/.exec(String(opened.headers['set-cookie']))?.[0]);
    },
    async close() {
      transport.close();
      await smtp.stop();
    },
  };
}

function tokenIn(text: string): string {
  return /token=([A-Za-z0-9_-]{43})/.exec(text)?.[1] ?? '';
}

export async function nameSigners(api: ApiHarness, authority: string, signers: object[]): Promise<void> {
  await api.db
    .updateTable('authority')
    .set({ signers: JSON.stringify(signers) })
    .where('id', '=', authority)
    .execute();
}

const BOUNDARY = 'portal-form-boundary';

function multipart(fields: Record<string, string>, files: readonly SentFile[]): string {
  const parts = [
    ...Object.entries(fields).map(([name, value]) => `Content-Disposition: form-data; name="${name}"\r\n\r\n${value}`),
    ...files.map(
      ({ field, name, type, text }) =>
        `Content-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n${text}`,
    ),
  ];
  return `${parts.map((part) => `--${BOUNDARY}\r\n${part}\r\n`).join('')}--${BOUNDARY}--\r\n`;
}

function visit({ app }: ApiHarness, cookie: string): Visitor {
  const headers = { cookie, accept: 'text/html' };
  const get = (url: string): Promise<ApiAnswer> => app.inject({ method: 'GET', url, headers });
  const hidden = async (page: string) => {
    const { body } = await get(page);
    const readField = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? '';
    return { csrf: readField('csrf'), form: readField('form') };
  };
  const send: Visitor['send'] = (url, fields, files = []) =>
    app.inject({
      method: 'POST',
      url,
      headers: { ...headers, 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
      payload: multipart(fields, files),
    });
  return {
    get,
    hidden,
    send,
    raw: (url, payload, type) =>
      app.inject({ method: 'POST', url, headers: { ...headers, 'content-type': type }, payload }),
    post: (url, fields, extra = {}) =>
      app.inject({
        method: 'POST',
        url,
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded', ...extra },
        payload: new URLSearchParams(fields).toString(),
      }),
    file: async (page, url, fields, files) => send(url, { ...(await hidden(page)), ...fields }, files),
  };
}
