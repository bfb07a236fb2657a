import type { ParsedMail } from 'mailparser';
import type { Bounce } from '../../domain/mail/read-mail.js';
import { readFirstHeader } from './headers.js';
import { idsIn, toStorableText } from './plain.js';
import { readFirstWord } from './is-automatic.js';

const MAX_RECIPIENTS = 100;
const RETURNED = ['message/rfc822', 'message/rfc822-headers', 'text/rfc822-headers', 'message/global'];
/** Headers only; a returned message may have any length. */
const MAX_RETURNED = 64 * 1024;

/**
 * Parses a delivery status report (RFC 3464): recipients that failed permanently and the returned mail; null if it is
 * not one.
 */
export function readBounce(mail: ParsedMail): Bounce | null {
  if (readFirstWord(mail.headers.get('content-type')) !== 'multipart/report') return null;
  const status = mail.attachments.find(({ contentType }) => contentType === 'message/delivery-status');
  if (status === undefined) return null;
  const reports = status.content
    .toString('utf8')
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n{2,}/)
    .map(toFields);
  const failed = reports.filter(({ action }) => action?.toLowerCase().startsWith('failed'));
  const recipients = failed.flatMap((fields) =>
    [fields['final-recipient'], fields['original-recipient']].flatMap(addressIn),
  );
  return {
    failed: [...new Set(recipients)].slice(0, MAX_RECIPIENTS),
    returned: idOfReturned(mail),
    diagnostic: toStorableText(failed[0]?.['diagnostic-code'] ?? failed[0]?.['status'] ?? '').slice(0, 300),
  };
}

function idOfReturned({ attachments }: ParsedMail): string[] {
  const returned = attachments.find(({ contentType }) => RETURNED.includes(contentType));
  return returned === undefined ? [] : idsIn(readFirstHeader(returned.content.subarray(0, MAX_RETURNED), 'message-id'));
}

function toFields(block: string): Record<string, string> {
  const lines = block.replaceAll(/\n[ \t]+/g, ' ').split('\n');
  return Object.fromEntries(
    lines.flatMap((line) => {
      const at = line.indexOf(':');
      return at < 1 ? [] : [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()]];
    }),
  );
}

function addressIn(field: string | undefined): string[] {
  const address = field?.split(';').at(-1)?.trim().replaceAll(/[<>]/g, '').toLowerCase();
  return address === undefined || address === '' ? [] : [address];
}
