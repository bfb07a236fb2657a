import { looksLikeLocator, readHead } from './columns.js';
import { ListRefused } from './item.js';
import type { ListFormat } from '../../domain/targets/list-format.js';

const DOCX_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Media types of lists. `application/octet-stream` says nothing: the bytes decide. */
export const LIST_MEDIA_TYPES: Record<string, ListFormat | null> = {
  'text/csv': 'csv',
  'application/csv': 'csv',
  'text/tab-separated-values': 'csv',
  'application/x-ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
  'application/json': 'json',
  'text/plain': 'text',
  [XLSX_TYPE]: 'xlsx',
  [DOCX_TYPE]: 'docx',
  'application/pdf': 'pdf',
  'application/octet-stream': null,
};

const FORMAT_OF_ENDING: Record<string, ListFormat> = {
  csv: 'csv',
  tsv: 'csv',
  tab: 'csv',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  json: 'json',
  txt: 'text',
  xlsx: 'xlsx',
  docx: 'docx',
  pdf: 'pdf',
};

const NO_TEXT = [
  'pdf',
  'zip',
  'xlsx',
  'docx',
  'pptx',
  'ods',
  'odt',
  'cfb',
  'gz',
  'png',
  'jpg',
  'rar',
  '7z',
  'xz',
  'zst',
];
const HEAD_BYTES = 4_100;

/**
 * Returns the format of a media type, or of the file extension if the type says nothing; undefined for an unsupported
 * one.
 */
export function findFormat({ mediaType, name }: { mediaType: string; name: string }): ListFormat | null | undefined {
  if (!Object.hasOwn(LIST_MEDIA_TYPES, mediaType)) return undefined;
  return LIST_MEDIA_TYPES[mediaType] ?? FORMAT_OF_ENDING[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? null;
}

/**
 * Determines the format of a list. A declared format must match the bytes; without one the bytes decide. Plain text
 * with a heading or with JSON lines is read as such.
 */
export async function recogniseList(bytes: Buffer, said: ListFormat | null): Promise<ListFormat> {
  const { fileTypeFromBuffer } = await import('file-type');
  const found = await fileTypeFromBuffer(bytes.subarray(0, HEAD_BYTES)).catch(() => undefined);
  const kind = found === undefined || !NO_TEXT.includes(found.ext) ? null : found.ext;
  switch (said) {
    case 'xlsx':
      // Encrypted workbooks and old .xls files are no zip archives; the reader explains that with the cure.
      if (kind === 'zip' || kind === 'xlsx' || kind === 'cfb') return 'xlsx';
      throw disagreement('a workbook', kind);
    case 'pdf':
      if (kind === 'pdf') return 'pdf';
      throw disagreement('a PDF', kind);
    case 'docx':
      if (kind === 'zip' || kind === 'docx') return 'docx';
      throw disagreement('a Word document', kind);
    case 'csv':
    case 'ndjson':
    case 'json':
    case 'text':
      if (kind !== null) throw disagreement('text', kind);
      return said === 'text' ? sniffText(bytes) : said;
    case null:
      if (kind === 'pdf' || kind === 'docx') return kind;
      if (kind === 'zip' || kind === 'xlsx' || kind === 'cfb') return 'xlsx';
      if (kind !== null) throw disagreement('a list', kind);
      return sniffText(bytes);
  }
}

function disagreement(said: string, kind: string | null): ListRefused {
  const is = kind === null ? 'something else' : `a .${kind} file`;
  return new ListRefused(`This was sent as ${said} but is ${is}. Send it with its real media type.`);
}

function sniffText(bytes: Buffer): ListFormat {
  const start = startOfText(bytes).trimStart();
  const [first = '', second = ''] = start.split(/[\r\n]+/, 2);
  if (first.startsWith('{')) return isWholeJson(first) ? 'ndjson' : 'json';
  if (first.startsWith('[')) return 'json';
  const isHead = [',', ';', '\t', '|'].some((delimiter) => {
    const cells = first.split(delimiter).map((cell) => cell.replaceAll('"', ''));
    return (cells.length > 1 || looksLikeLocator(second.trim())) && readHead(cells) !== null;
  });
  return isHead || /^sep=.$/i.test(first.trim()) ? 'csv' : 'text';
}

function startOfText(bytes: Buffer): string {
  const head = bytes.subarray(0, HEAD_BYTES);
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder('utf-16le').decode(head);
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder('utf-16be').decode(head);
  return new TextDecoder('utf-8').decode(head);
}

function isWholeJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return line.length >= HEAD_BYTES / 2;
  }
}
