/**
 * The language tag in what a browser reports: some report names of the machine, like `en-US@posix` or `de_DE.UTF-8`, which
 * no formatter takes. Undefined where there is none in it.
 */
export function tagOf(reported: string): string | undefined {
  const tag = reported.replace(/[@.].*$/, '').replaceAll('_', '-');
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

/** The languages that the browser asks for, the first first, as tags that every formatter takes. */
export function browserLanguages(): string[] {
  return navigator.languages.flatMap((reported) => tagOf(reported) ?? []);
}

/** Libraries read the browser's language by themselves, some of them as they are loaded: they find one that is valid. */
export function mendBrowserLanguage(): void {
  const { language } = navigator;
  const tag = tagOf(language) ?? 'en';
  if (tag !== language) Object.defineProperty(navigator, 'language', { value: tag, configurable: true });
}
