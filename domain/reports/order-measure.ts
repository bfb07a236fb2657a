import type { NoticeKind } from '../notices/notice.js';
import { getKeys } from '../record-keys.js';

/**
 * Orders that the DSA report counts: to act against illegal content (Article 9) and to provide information (Article
 * 10), Article 15(1)(a) of Regulation (EU) 2022/2065. Requests, reminders and orders to preserve are neither.
 */
export const MEASURE_KINDS = {
  act: ['blocking_order', 'removal_order', 'court_order'],
  inform: ['information_order'],
} as const satisfies Record<string, readonly NoticeKind[]>;

export type OrderMeasure = keyof typeof MEASURE_KINDS;
export const ORDER_MEASURES = getKeys(MEASURE_KINDS);
