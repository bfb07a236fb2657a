import { Readable } from 'node:stream';
import readXlsxFile from 'read-excel-file/node';
import type { Entry } from 'yauzl';
import { ZipFile } from 'yazl';
import { CELL_TOO_LONG, ListRefused, MAX_CELL, MAX_LIST_ROWS, type TableLine, tooManyRows } from '../item.js';
import type { FencedContent } from '../fence.js';
import { textAbove } from '../sheets.js';
import { inflate, openZip, readEntries } from './zip.js';

const MIB = 1024 * 1024;
/** A workbook of 100,000 rows with three texts each inflates to about 20 MiB; a larger one is no list. */
const MAX_INFLATED = 64 * MIB;
const MAX_ENTRIES = 5_000;
/** Total text of all cells; one shared string may fill a million cells. */
const MAX_TEXT = 48 * MIB;
const MAX_COLUMNS = 64;

/** Parts of a workbook that hold cells or locate them. Pictures, charts, links and the like are never unpacked. */
const NEEDED =
  /^(\[Content_Types\]\.xml|_rels\/\.rels|xl\/(?!theme|drawings|charts|media|comments|externalLinks|pivot|customXml|threadedComments|persons)[^.]+\.xml(\.rels)?)$/i;
const MACROS = /^xl\/(vbaProject\.bin|macrosheets\/)/i;

const SAVE_AS = 'Open it in a spreadsheet program and save it as .xlsx without password and macros, or as CSV.';

/**
 * Reads the sheets of a workbook as text, with what stands above their tables. Formulas count as their stored result;
 * nothing is computed.
 */
export async function readWorkbook(bytes: Buffer): Promise<FencedContent> {
  const repacked = await repack(bytes);
  const book = await readXlsxFile(repacked, { parseNumber: numberAsText }).catch((error: unknown) => {
    const why = error instanceof Error ? error.message.slice(0, 120) : 'unreadable';
    throw new ListRefused(`The workbook cannot be read (${why}). ${SAVE_AS}`);
  });
  const budget = { rows: MAX_LIST_ROWS + 1_000, text: MAX_TEXT };
  const sheets = book.map(({ sheet, data }) => ({
    name: sheet,
    lines: data.flatMap((row, index) => toLine(index + 1, row, budget)),
  }));
  return { sheets, text: textAbove(sheets) };
}

/** A spreadsheet keeps at most 15 digits: a longer number has been rounded, and exponential notation shows that. */
function numberAsText(text: string): string {
  const digits = text.replace(/^-?0*/, '').replace(/[.eE].*$/, '');
  return digits.length > 15 ? Number(text).toExponential() : text;
}

function toLine(line: number, row: unknown[], budget: { rows: number; text: number }): TableLine[] {
  const cells = row.slice(0, MAX_COLUMNS).map(toText);
  if (cells.every((cell) => cell.trim() === '')) return [];
  budget.rows -= 1;
  budget.text -= cells.reduce((sum, cell) => sum + cell.length, 0);
  if (budget.rows < 0) throw tooManyRows();
  if (budget.text < 0)
    throw new ListRefused('The workbook contains too much text for a list of targets. Save the list as CSV.');
  if (cells.some((cell) => cell.length > MAX_CELL)) return [{ line, reason: CELL_TOO_LONG }];
  return [{ line, cells }];
}

function toText(cell: unknown): string {
  if (cell instanceof Date) return cell.toISOString();
  if (typeof cell === 'string') return cell;
  return typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : '';
}

/**
 * Repacks the needed parts of a workbook with true sizes: the parser trusts the sizes an archive claims, so each part
 * is inflated under a limit first.
 */
async function repack(bytes: Buffer): Promise<Readable> {
  if (bytes.readUInt32BE(0) === 0xd0cf11e0) {
    throw new ListRefused(`The workbook has a password or the old .xls format. ${SAVE_AS}`);
  }
  const damaged = `The workbook is damaged or not an archive. ${SAVE_AS}`;
  const zip = await openZip(bytes, damaged);
  const clean = new ZipFile();
  const names = new Set<string>();
  let inflated = 0;
  for await (const entry of readEntries(zip, damaged)) {
    refuseEntry(entry, names);
    if (!NEEDED.test(entry.fileName)) continue;
    inflated += entry.uncompressedSize;
    if (inflated > MAX_INFLATED) {
      throw new ListRefused('The workbook unpacks to more than 64 MiB. Save only the list as CSV.');
    }
    const content = await inflate(zip, entry, damaged);
    if (/^\[Content_Types\]/i.test(entry.fileName) && content.includes('macroEnabled')) throw refusedMacros();
    if (holdsBareFormula(content)) {
      throw new ListRefused(`The workbook contains a formula without its result. ${SAVE_AS}`);
    }
    clean.addBuffer(content, entry.fileName, { compress: false });
  }
  if (!names.has('[content_types].xml') || !names.has('xl/workbook.xml')) {
    throw new ListRefused(`This is not an .xlsx workbook. ${SAVE_AS}`);
  }
  clean.end();
  return Readable.from(clean.outputStream);
}

/** A formula without a stored result: its cell would look empty, and its row would be skipped. */
function holdsBareFormula(content: Buffer): boolean {
  if (!content.includes('<f')) return false;
  return /<c\b[^>]*>\s*<f\b(?:[^>]*\/>|[^>]*>[^<]*<\/f>)\s*<\/c>/.test(content.toString('latin1'));
}

function refuseEntry({ fileName, generalPurposeBitFlag }: Entry, names: Set<string>): void {
  const name = fileName.toLowerCase();
  if ((generalPurposeBitFlag & 1) !== 0) throw new ListRefused(`The archive has a password. ${SAVE_AS}`);
  if (MACROS.test(name)) throw refusedMacros();
  if (names.has(name)) throw new ListRefused(`The workbook contains two parts with the same name. ${SAVE_AS}`);
  names.add(name);
  if (names.size > MAX_ENTRIES)
    throw new ListRefused(`The archive contains more than ${MAX_ENTRIES} parts. ${SAVE_AS}`);
}

function refusedMacros(): ListRefused {
  return new ListRefused(`The workbook contains macros. ${SAVE_AS}`);
}
