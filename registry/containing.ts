/** A pattern of `like` for what contains the text; its percent signs, underscores and backslashes are characters like others. */
export function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}
