/** Returns a `like` pattern that matches text containing `text`; `%`, `_` and backslashes in it match literally. */
export function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}
