const ID = /<[^<>\s]{1,500}>/g;

export function idsIn(text: string): string[] {
  return text.match(ID) ?? [];
}

export function toStorableText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
