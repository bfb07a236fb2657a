import type { ParsedMail } from 'mailparser';
import type { MailEnvelope } from '../../domain/mail/read-mail.js';

const SUBJECT =
  /^(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|autoreply|abwesenheitsnotiz|automatische antwort|réponse automatique|absence du bureau)\b/iu;
const PRESENT = ['x-autoreply', 'x-autorespond', 'x-auto-response-suppress', 'list-id', 'list-unsubscribe', 'list'];

/** Whether nobody wrote it: by RFC 3834, by what programs say of old, by a sender who takes no answer. */
export function isAutomatic({ headers, subject = '' }: ParsedMail, { from }: MailEnvelope): boolean {
  const word = (name: string) => wordOf(headers.get(name));
  const submitted = word('auto-submitted');
  return (
    (submitted !== '' && submitted !== 'no') ||
    ['bulk', 'junk', 'list', 'auto_reply'].includes(word('precedence')) ||
    word('content-type') === 'multipart/report' ||
    PRESENT.some((name) => headers.has(name)) ||
    from === '' ||
    SUBJECT.test(subject.trim())
  );
}

/** The first word of a header, without its parameters. */
export function wordOf(value: unknown): string {
  const text = typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
  return typeof text === 'string' ? (text.split(/[;\s(]/)[0] ?? '').toLowerCase() : '';
}
