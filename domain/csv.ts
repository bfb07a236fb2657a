/** A cell that a spreadsheet would take for a formula or command starts with one of these. */
const FORMULA = /^[=+\-@\t\r\n|%]/;

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  // Bare CR breaks readers that take it for the end of a row; NUL ends strings in some.
  const text = value.replaceAll('\0', '').replaceAll(/\r\n?/g, '\n');
  const inert = FORMULA.test(value) || FORMULA.test(text.trimStart()) ? `'${text}` : text;
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
