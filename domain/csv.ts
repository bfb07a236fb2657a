/** A cell that a spreadsheet would take for a formula or command starts with one of these. */
const FORMULA = /^[=+\-@\t\r\n|%]/;
/** What is not seen: a spreadsheet may drop it and read what follows. */
const UNSEEN = /^[\s\p{Cf}]+/u;

/** Whether a spreadsheet could take a cell for a formula, by full-width and small signs too (NFKC makes them the plain ones). */
export function isFormula(text: string): boolean {
  return FORMULA.test(text) || FORMULA.test(text.replace(UNSEEN, '').normalize('NFKC'));
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  // Bare CR breaks readers that take it for the end of a row; NUL ends strings in some.
  const text = value.replaceAll('\0', '').replaceAll(/\r\n?/g, '\n');
  const inert = isFormula(value) || isFormula(text) ? `'${text}` : text;
  return /[",\n;\t']|^\s|\s$/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** CSV by RFC 4180 in which no cell can act as a formula. */
export function toCsv(head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  return toCsvRows([head, ...rows]);
}

/** Further rows of the same, for what is sent piece by piece. */
export function toCsvRows(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
