import type { LetterSignature } from '../../registry/letters/tables.js';

type SignatureSpace = Pick<LetterSignature, 'words' | 'room'>;

/**
 * Appends an invisible signature field and a signature over everything but itself (ISO 32000-2, 12.8) as an incremental
 * update: the printed bytes stay unchanged. It parses only what our own printer writes: a plain cross-reference table,
 * and dictionaries without streams for catalogue and page.
 */
export async function withSignature(
  pdf: Buffer,
  space: SignatureSpace,
  sign: (covered: Buffer) => Promise<Buffer>,
): Promise<Buffer> {
  const { update, hole } = appendField(pdf, space);
  const whole = Buffer.concat([pdf, update]);
  const [from, to] = [pdf.length + hole.from, pdf.length + hole.to];
  const range = `[0 ${from} ${to} ${whole.length - to}]`;
  whole.write(range.padEnd(RANGE.length), whole.indexOf(RANGE, pdf.length), 'latin1');
  const signature = await sign(Buffer.concat([whole.subarray(0, from), whole.subarray(to)]));
  if (signature.length > space.room) throw new Error(`There is no room for a signature of ${signature.length} bytes.`);
  whole.write(signature.toString('hex'), from + 1, 'latin1');
  return whole;
}

const RANGE = '[0 0000000000 0000000000 0000000000]';

function appendField(
  pdf: Buffer,
  { words, room }: SignatureSpace,
): { update: Buffer; hole: { from: number; to: number } } {
  const text = pdf.toString('latin1');
  const tail = text.slice(text.lastIndexOf('trailer'));
  const [root, size] = [numberIn(tail, /\/Root (\d+) 0 R/), numberIn(tail, /\/Size (\d+)/)];
  const catalogue = findDictionary(text, root);
  const page = firstPage(text, catalogue);
  const [signature, field] = [size, size + 1];
  const contents = `<${'0'.repeat(2 * room)}>`;
  const objects = [
    [root, withEntry(catalogue, `/AcroForm << /Fields [${field} 0 R] /SigFlags 3 >>`)],
    [page.no, withEntry(page.dictionary, `/Annots [${field} 0 R]`)],
    [
      signature,
      `<<\n  /Type /Sig\n  /Filter /Adobe.PPKLite\n  /SubFilter /ETSI.CAdES.detached\n  /Name ${hexText(words.name)}\n` +
        `  /ContactInfo ${hexText(words.contact)}\n${reasonEntry(words)}  /M (${pdfDate(words.at)})\n  /ByteRange ${RANGE}\n  /Contents ${contents}\n>>`,
    ],
    [
      field,
      `<<\n  /Type /Annot\n  /Subtype /Widget\n  /FT /Sig\n  /T (Signature)\n  /F 132\n  /Rect [0 0 0 0]\n  /P ${page.no} 0 R\n  /V ${signature} 0 R\n>>`,
    ],
  ] as const;
  let body = '\n';
  const places = new Map<number, number>();
  for (const [no, dictionary] of objects) {
    places.set(no, pdf.length + body.length);
    body += `${no} 0 obj\n${dictionary}\nendobj\n`;
  }
  const table = [...places].map(([no, place]) => `${no} 1\n${String(place).padStart(10, '0')} 00000 n\r\n`).join('');
  const trailer = tail
    .slice(0, tail.indexOf('startxref'))
    .replace(/\/Size \d+/, `/Size ${size + 2} /Prev ${previous(tail)}`);
  const update = `${body}xref\n${table}${trailer}startxref\n${pdf.length + body.length}\n%%EOF\n`;
  const from = update.indexOf(contents);
  return { update: Buffer.from(update, 'latin1'), hole: { from, to: from + contents.length } };
}

const previous = (tail: string) => numberIn(tail, /startxref\s+(\d+)/);

function numberIn(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`The PDF was not written by our printer: no ${pattern.source}.`);
  return Number(found);
}

function findDictionary(text: string, no: number): string {
  const begin = text.indexOf(`\n${no} 0 obj\n`);
  const end = text.indexOf('\nendobj', begin);
  const dictionary = text.slice(begin + `\n${no} 0 obj\n`.length, end);
  if (begin < 0 || !dictionary.startsWith('<<') || !dictionary.endsWith('>>'))
    throw new Error(`The PDF was not written by our printer: object ${no} is not a dictionary.`);
  return dictionary;
}

function firstPage(text: string, catalogue: string): { no: number; dictionary: string } {
  const pages = findDictionary(text, numberIn(catalogue, /\/Pages (\d+) 0 R/));
  const no = numberIn(pages, /\/Kids\s*\[\s*(\d+) 0 R/);
  return { no, dictionary: findDictionary(text, no) };
}

function withEntry(dictionary: string, entry: string): string {
  const name = entry.slice(0, entry.indexOf(' '));
  if (dictionary.includes(`${name} `)) throw new Error(`The PDF already has ${name}.`);
  return `${dictionary.slice(0, -2)}  ${entry}\n>>`;
}

/** UTF-16 with a byte-order mark in hexadecimal, so that no character can end the string. */
function hexText(text: string): string {
  return `<FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`;
}

function reasonEntry({ reason }: LetterSignature['words']): string {
  return reason === '' ? '' : `  /Reason ${hexText(reason)}\n`;
}

function pdfDate(at: string): string {
  return `D:${at.slice(0, 19).replaceAll(/\D/g, '')}Z`;
}
