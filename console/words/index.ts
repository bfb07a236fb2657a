import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { settingsStore, type Settings } from '../state/settings.js';
import { en } from './en/index.js';

const OTHERS = {
  de: () => import('./de/index.js'),
  fr: () => import('./fr/index.js'),
};

async function load(language: Settings['language']): Promise<void> {
  if (language === 'en' || i18next.hasResourceBundle(language, 'frame')) return;
  for (const [namespace, texts] of Object.entries(await OTHERS[language]()))
    i18next.addResourceBundle(language, namespace, texts);
}

/**
 * Loads the texts of the reader's language and follows changes. English is in the initial bundle, except texts of
 * single screens.
 */
export async function readyWords(): Promise<void> {
  const { language } = settingsStore.get();
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: 'frame',
    resources: { en },
    // React escapes values itself.
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

/** English texts used by a single screen, loaded with it. Other languages load as a whole. */
const LATER = {
  acts: () => import('./en/acts.json', { with: { type: 'json' } }),
  appeals: () => import('./en/appeals.json', { with: { type: 'json' } }),
  approval: () => import('./en/approval.json', { with: { type: 'json' } }),
  authenticity: () => import('./en/authenticity.json', { with: { type: 'json' } }),
  causes: () => import('../../domain/alert-texts.json', { with: { type: 'json' } }),
  charts: () => import('./en/charts.json', { with: { type: 'json' } }),
  conversations: () => import('./en/conversations.json', { with: { type: 'json' } }),
  correspondence: () => import('./en/correspondence.json', { with: { type: 'json' } }),
  enforcement: () => import('./en/enforcement.json', { with: { type: 'json' } }),
  exposure: () => import('./en/exposure.json', { with: { type: 'json' } }),
  'for-me': () => import('./en/for-me.json', { with: { type: 'json' } }),
  review: () => import('./en/review.json', { with: { type: 'json' } }),
  help: () => import('./en/help.json', { with: { type: 'json' } }),
  imported: () => import('./en/imported.json', { with: { type: 'json' } }),
  inbound: () => import('./en/inbound.json', { with: { type: 'json' } }),
  intake: () => import('./en/intake.json', { with: { type: 'json' } }),
  linked: () => import('./en/linked.json', { with: { type: 'json' } }),
  manual: () => import('./en/manual.json', { with: { type: 'json' } }),
  outage: () => import('./en/outage.json', { with: { type: 'json' } }),
  ops: () => import('./en/ops.json', { with: { type: 'json' } }),
  publishing: () => import('./en/publishing.json', { with: { type: 'json' } }),
  rulebook: () => import('./en/rulebook.json', { with: { type: 'json' } }),
  records: () => import('./en/records.json', { with: { type: 'json' } }),
  passkeys: () => import('./en/passkeys.json', { with: { type: 'json' } }),
  proposals: () => import('./en/proposals.json', { with: { type: 'json' } }),
  roster: () => import('./en/roster.json', { with: { type: 'json' } }),
  search: () => import('./en/search.json', { with: { type: 'json' } }),
  steps: () => import('./en/steps.json', { with: { type: 'json' } }),
  terms: () => import('./en/terms.json', { with: { type: 'json' } }),
  triage: () => import('./en/triage.json', { with: { type: 'json' } }),
  updates: () => import('./en/updates.json', { with: { type: 'json' } }),
  'second-review': () => import('./en/second-review.json', { with: { type: 'json' } }),
  'sign-in': () => import('./en/sign-in.json', { with: { type: 'json' } }),
};

export type LaterWords = keyof typeof LATER;

export async function loadWords(...places: readonly LaterWords[]): Promise<void> {
  const missing = places.filter((place) => !i18next.hasResourceBundle('en', place));
  await Promise.all(
    missing.map(async (place) => i18next.addResourceBundle('en', place, (await LATER[place]()).default)),
  );
}
