const FORMULA = /^[=+\-@\t\r\n|%]/;
const UNSEEN = /^[\s\p{Cf}]+/u;

/**
 * Whether a spreadsheet could take a cell for a formula, including full-width and small signs, which NFKC normalizes.
 */
export function isFormula(text: string): boolean {
  return FORMULA.test(text) || FORMULA.test(text.replace(UNSEEN, '').normalize('NFKC'));
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  // Some readers take a bare CR for the end of a row; NUL ends strings in some.
  const text = value.replaceAll('\0', '').replaceAll(/\r\n?/g, '\n');
  const inert = isFormula(value) || isFormula(text) ? `'${text}` : text;
  return /[",\n;\t']|^\s|\s$/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** Returns CSV (RFC 4180) in which no cell can act as a formula. */
export function toCsv(head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  return toCsvRows([head, ...rows]);
}

/** Returns further rows without a head, for streamed output. */
export function toCsvRows(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
