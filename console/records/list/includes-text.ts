export function includesText(record: unknown, text: string): boolean {
  return text === '' || JSON.stringify(record).toLocaleLowerCase().includes(text.toLocaleLowerCase());
}
