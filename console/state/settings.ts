import { browserLanguages } from './browser-language.js';
import { createStore } from './store.js';

export interface Settings {
  theme: 'system' | 'light' | 'dark';
  density: 'comfortable' | 'compact';
  language: 'en' | 'de' | 'fr';
  media: 'blur' | 'grey' | 'shown';
}

const KEPT = 'notice-desk.settings';
const LANGUAGES = ['en', 'de', 'fr'] as const;

function firstLanguage(): Settings['language'] {
  const wanted = browserLanguages().map((tag) => tag.slice(0, 2));
  return LANGUAGES.find((language) => wanted.includes(language)) ?? 'en';
}

function readKept(): Settings {
  const fresh: Settings = {
    theme: 'system',
    density: 'comfortable',
    language: firstLanguage(),
    media: 'blur',
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
