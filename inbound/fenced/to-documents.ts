import type { Attachment, ParsedMail } from 'mailparser';
import type { FencedAttachment } from '../read-fenced.js';
import { toStorableText } from './plain.js';

const MAX_DOCUMENTS = 50;
const MAX_NAME = 200;

export function toDocuments({ attachments }: ParsedMail): { kept: FencedAttachment[]; problems: string[] } {
  const kept = attachments.slice(0, MAX_DOCUMENTS).map(toDocument);
  const left = attachments.length - kept.length;
  return { kept, problems: left > 0 ? [`${left} more attachments are only in the raw message`] : [] };
}

function toDocument({ filename, contentType, content }: Attachment, index: number): FencedAttachment {
  const name = toStorableText(filename ?? '')
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')
    .split(/[\\/]/)
    .at(-1)
    ?.trim()
    .slice(0, MAX_NAME);
  return {
    name: name === undefined || name === '' ? `attachment-${index + 1}` : name,
    mediaType: /^[\w!#$&^.+-]{1,100}\/[\w!#$&^.+-]{1,100}$/.test(contentType)
      ? contentType
      : 'application/octet-stream',
    contentBase64: content.toString('base64'),
  };
}
