import type { ContentCategory } from '../reports/content-category.js';

/** Categories whose items are likely to be graphic. */
export const GRAPHIC_CATEGORIES: readonly ContentCategory[] = [
  'animal_welfare',
  'cyber_violence',
  'cyber_violence_against_women',
  'protection_of_minors',
  'self_harm',
  'violence',
];

export const EXPOSURE_DAYS = 7;
