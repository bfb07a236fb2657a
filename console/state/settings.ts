import { browserLanguages } from './browser-language.js';
import { createStore } from './store.js';
import type { QueueColumn } from '../../domain/people/queue-columns.js';
import { getKeys } from '../../domain/record-keys.js';

export const THEMES = ['system', 'light', 'dark'] as const;
export const DENSITIES = ['comfortable', 'compact'] as const;
export const MEDIA = ['blur', 'grey', 'shown'] as const;
/** Each language in its own name, so that its speakers find it. */
export const LANGUAGES = { en: 'English', de: 'Deutsch', fr: 'Français' } as const;

export interface Settings {
  theme: (typeof THEMES)[number];
  density: (typeof DENSITIES)[number];
  language: keyof typeof LANGUAGES;
  media: (typeof MEDIA)[number];
  preview: 'shown' | 'folded';
  hiddenColumns: readonly QueueColumn[];
}

const KEPT = 'notice-desk.settings';

function firstLanguage(): Settings['language'] {
  const wanted = browserLanguages().map((tag) => tag.slice(0, 2));
  return getKeys(LANGUAGES).find((language) => wanted.includes(language)) ?? 'en';
}

function readKept(): Settings {
  const fresh: Settings = {
    theme: 'system',
    density: 'comfortable',
    language: firstLanguage(),
    media: 'blur',
    preview: 'shown',
    hiddenColumns: [],
  };
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Partial<Settings>;
    return { ...fresh, ...kept };
  } catch {
    return fresh;
  }
}

export const isNewHere = (() => {
  try {
    return localStorage.getItem(KEPT) === null;
  } catch {
    return true;
  }
})();

export const settingsStore = createStore<Settings>(readKept());

settingsStore.subscribe(() => {
  const settings = settingsStore.get();
  show(settings);
  try {
    localStorage.setItem(KEPT, JSON.stringify(settings));
  } catch {
    // If storage is full or blocked, only the preference is lost.
  }
});

function show({ theme, density, language }: Settings): void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
  if (density === 'compact') root.dataset.density = density;
  else delete root.dataset.density;
  root.lang = language;
}

show(settingsStore.get());
