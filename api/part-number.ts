/** Reads the number of a part in an address, e.g. of a letter; null if it is none. */
export function readPartNumber(text: string): number | null {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}
