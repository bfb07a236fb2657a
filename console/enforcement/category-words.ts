/** The database's own code as words: the law knows categories by these names. */
export function categoryWords(code: string): string {
  return code.replace('STATEMENT_CATEGORY_', '').replaceAll('_', ' ').toLowerCase();
}
