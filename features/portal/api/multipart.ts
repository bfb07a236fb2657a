import { createHash } from 'node:crypto';
import { readMediaType } from '../../../contract/media-type.js';
import { invalid } from '../../../application/refusal.js';
import type { MailDocument } from '../../../registry/mail/store-mail.js';

export interface SentForm {
  fields: URLSearchParams;
  files: Map<string, MailDocument[]>;
}

/** Max documents per form, and max fields and documents together. */
export const MAX_DOCUMENTS = 50;
const MAX_PARTS = 100;
const MAX_NAME = 200;

export function readFields(body: string): SentForm {
  const fields = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(body)) fields.append(name, plainText(value));
  return { fields, files: new Map() };
}

function plainText(value: string): string {
  return value.replaceAll('\r\n', '\n').replaceAll('\0', '');
}

/**
 * Parses multipart/form-data already read in full. Files are kept unopened, under names without a path. Throws
 * `validation` for an invalid form.
 */
export async function readMultipart(body: Buffer, contentType: string): Promise<SentForm> {
  refuseCrowd(body, contentType);
  const sent = await parse(body, contentType);
  const form: SentForm = { fields: new URLSearchParams(), files: new Map() };
  for (const [field, value] of sent) {
    if (typeof value === 'string') form.fields.append(field, plainText(value));
    // A file input left empty sends a part without a name and content.
    else if (value.size > 0) form.files.set(field, [...(form.files.get(field) ?? []), await toDocument(value)]);
  }
  const documents = [...form.files.values()].flat();
  if (documents.length > MAX_DOCUMENTS) throw invalid('/documents', `Send at most ${MAX_DOCUMENTS} files at once.`);
  return form;
}

async function parse(body: Buffer, contentType: string): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw invalid('', 'The form did not arrive whole. Go back and send it again.');
  }
}

/** Many tiny parts would cost more than their bytes, so they are counted before they are parsed. */
function refuseCrowd(body: Buffer, contentType: string): void {
  const boundary = /boundary="?([^";]{1,200})"?/i.exec(contentType)?.[1];
  if (boundary === undefined) throw invalid('', 'The form did not arrive whole. Go back and send it again.');
  const mark = Buffer.from(`--${boundary}`);
  let parts = 0;
  for (let at = body.indexOf(mark); at !== -1; at = body.indexOf(mark, at + mark.length)) {
    parts += 1;
    if (parts > MAX_PARTS) throw invalid('/documents', `Send at most ${MAX_DOCUMENTS} files at once.`);
  }
}

async function toDocument(file: File): Promise<MailDocument> {
  const bytes = Buffer.from(await file.arrayBuffer());
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { name: plainName(file.name), mediaType: readMediaType(file.type)?.essence ?? OCTETS, sha256, bytes };
}

const OCTETS = 'application/octet-stream';

/** A single path segment without invisible characters or ones that reverse the text direction. */
function plainName(name: string): string {
  const plain = name
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')
    .split(/[\\/]/)
    .at(-1)
    ?.trim()
    .slice(0, MAX_NAME);
  return plain === undefined || plain === '' ? 'document' : plain;
}
