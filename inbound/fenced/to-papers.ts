import type { Attachment, ParsedMail } from 'mailparser';
import type { FencedAttachment } from '../read-fenced.js';
import { toStorableText } from './plain.js';

const MOST_PAPERS = 50;
const LONGEST_NAME = 200;

export function toPapers({ attachments }: ParsedMail): { kept: FencedAttachment[]; problems: string[] } {
  const kept = attachments.slice(0, MOST_PAPERS).map(toPaper);
  const left = attachments.length - kept.length;
  return { kept, problems: left > 0 ? [`${left} more attachments are only in the raw message`] : [] };
}

function toPaper({ filename, contentType, content }: Attachment, index: number): FencedAttachment {
  const name = toStorableText(filename ?? '')
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')
    .split(/[\\/]/)
    .at(-1)
    ?.trim()
    .slice(0, LONGEST_NAME);
  return {
    name: name === undefined || name === '' ? `attachment-${index + 1}` : name,
    mediaType: /^[\w!#$&^.+-]{1,100}\/[\w!#$&^.+-]{1,100}$/.test(contentType)
      ? contentType
      : 'application/octet-stream',
    contentBase64: content.toString('base64'),
  };
}
