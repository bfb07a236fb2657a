const ID = /<[^<>\s]{1,500}>/g;

/** Message-IDs in a text, each with its brackets. */
export function idsIn(text: string): string[] {
  return text.match(ID) ?? [];
}

/** What the registry's text can hold. */
export function plain(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
