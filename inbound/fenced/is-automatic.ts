import type { ParsedMail } from 'mailparser';
import type { MailEnvelope } from '../../domain/mail/read-mail.js';

const SUBJECT =
  /^(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|autoreply|abwesenheitsnotiz|automatische antwort|réponse automatique|absence du bureau)\b/iu;
const PRESENT = ['x-autoreply', 'x-autorespond', 'x-auto-response-suppress'];

/**
 * Detects automatic mail: by RFC 3834, by older headers, by a null sender. Mail forwarded by a list counts as written
 * by a person unless it says otherwise.
 */
export function isAutomaticMessage({ headers, subject = '' }: ParsedMail, { from }: MailEnvelope): boolean {
  const word = (name: string) => readFirstWord(headers.get(name));
  const precedence = word('precedence');
  const submitted = word('auto-submitted');
  return (
    (submitted !== '' && submitted !== 'no') ||
    ['junk', 'auto_reply'].includes(precedence) ||
    (precedence === 'bulk' && !isFromList(headers)) ||
    word('content-type') === 'multipart/report' ||
    PRESENT.some((name) => headers.has(name)) ||
    from === '' ||
    SUBJECT.test(subject.trim())
  );
}

function isFromList(headers: ParsedMail['headers']): boolean {
  return headers.has('list') || headers.has('list-id');
}

export function readFirstWord(value: unknown): string {
  const text = typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
  return typeof text === 'string' ? (text.split(/[;\s(]/)[0] ?? '').toLowerCase() : '';
}
