import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface Received {
  to: string[];
  messageId: string;
  subject: string;
  text: string;
  files: Record<string, string>;
  /** The first PDF. */
  pdf: Buffer | null;
}

export interface SmtpFixture {
  url: string;
  received: Received[];
  /** Replies with this code to RCPT; null: accepts everything. */
  refuse(code: number | null, address?: string): void;
  stop(): Promise<void>;
}

export async function startSmtp(): Promise<SmtpFixture> {
  const received: Received[] = [];
  let fault: { code: number; address: string | undefined } | null = null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, callback) => {
      const hit = fault !== null && (fault.address === undefined || fault.address === address);
      callback(hit ? Object.assign(new Error('No.'), { responseCode: fault?.code }) : null);
    },
    onData: (stream, session, callback) => {
      void (async () => {
        const mail = await simpleParser(stream);
        received.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          messageId: mail.messageId ?? '',
          subject: mail.subject ?? '',
          text: mail.text ?? '',
          files: Object.fromEntries(
            mail.attachments.map(({ filename = '', content }) => [filename, content.toString()]),
          ),
          pdf: mail.attachments.find(({ contentType }) => contentType === 'application/pdf')?.content ?? null,
        });
        callback();
      })();
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    received,
    refuse: (code, address) => (fault = code === null ? null : { code, address }),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
