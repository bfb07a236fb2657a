/** Formats a category code of the DSA Transparency Database as words; laws refer to categories by these names. */
export function categoryWords(code: string): string {
  return code.replace('STATEMENT_CATEGORY_', '').replaceAll('_', ' ').toLowerCase();
}
