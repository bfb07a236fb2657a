/**
 * Extracts the language tag: some browsers report locale names of the system, such as `en-US@posix` or `de_DE.UTF-8`,
 * which `Intl` rejects. Undefined if there is none.
 */
export function parseLanguageTag(tagOfBrowser: string): string | undefined {
  const tag = tagOfBrowser.replace(/[@.].*$/, '').replaceAll('_', '-');
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

export function browserLanguages(): string[] {
  return navigator.languages.flatMap((language) => parseLanguageTag(language) ?? []);
}

/** Makes `navigator.language` valid, because libraries read it themselves, some of them as they load. */
export function mendBrowserLanguage(): void {
  const { language } = navigator;
  const tag = parseLanguageTag(language) ?? 'en';
  if (tag !== language) Object.defineProperty(navigator, 'language', { value: tag, configurable: true });
}
