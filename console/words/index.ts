import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { settingsStore, type Settings } from '../state/settings.js';
import { en } from './en/index.js';

const OTHERS = {
  de: () => import('./de/index.js').then(({ de }) => de),
  fr: () => import('./fr/index.js').then(({ fr }) => fr),
};

async function load(language: Settings['language']): Promise<void> {
  if (language === 'en' || i18next.hasResourceBundle(language, 'frame')) return;
  for (const [namespace, texts] of Object.entries(await OTHERS[language]()))
    i18next.addResourceBundle(language, namespace, texts);
}

/** Makes the words of the reader's language ready and follows their choice. English comes with the first load, but for the causes. */
export async function readyWords(): Promise<void> {
  const { language } = settingsStore.get();
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: 'frame',
    resources: { en },
    // React escapes.
    interpolation: { escapeValue: false },
  });
  const show = async (next: Settings['language']) => {
    await load(next);
    await i18next.changeLanguage(next);
  };
  if (language !== 'en') await show(language);
  settingsStore.subscribe(() => {
    const next = settingsStore.get().language;
    if (next !== i18next.language) void show(next);
  });
}

/** The causes of attention in English: Ops alone speaks of them, so they come with it. Other languages come whole. */
export async function readyCauses(): Promise<void> {
  if (i18next.hasResourceBundle('en', 'causes')) return;
  const { default: causes } = await import('./en/causes.json', { with: { type: 'json' } });
  i18next.addResourceBundle('en', 'causes', causes);
}
