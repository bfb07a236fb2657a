/** Width of a band under 50 U.S.C. 1874(a)(2): 0–499, 500–999 and so on. */
const BAND = 500;

/** Measures of a half-yearly report under 50 U.S.C. 1874(a)(2), (A) to (F). */
export const BAND_MEASURES = [
  'nsl_received',
  'nsl_customer_selectors',
  'fisa_content_orders',
  'fisa_content_selectors',
  'fisa_noncontent_orders',
  'fisa_noncontent_selectors',
] as const;
export type BandMeasure = (typeof BAND_MEASURES)[number];

/** The rulebook's law of national security letters, 18 U.S.C. 2709. */
export const NSL_REGIME = 'US-NSL';

export function formatBand(count: number): string {
  const first = Math.floor(count / BAND) * BAND;
  return `${first}-${first + BAND - 1}`;
}
