/** The rulebook's law of removal orders for terrorist content, Article 3 of Regulation (EU) 2021/784. */
export const TCO_REGIME = 'EU-TCO';

/** Measures of a yearly report on removal orders, in the order of Article 7(3) of Regulation (EU) 2021/784. */
export const TCO_MEASURES = [
  'measures_against_terrorist_content',
  'measures_against_reappearance',
  'removal_orders',
  'items_removed_by_order',
  'items_removed_by_specific_measures',
  'orders_without_removal',
  'complaints',
  'complaints_upheld',
  'complaints_restored',
  'complaints_changed',
  'proceedings_brought',
  'items_reinstated_after_review',
  'items_reinstated_after_complaint',
] as const;
export type TcoMeasure = (typeof TCO_MEASURES)[number];

export const COUNTED_TCO_MEASURES = [
  'removal_orders',
  'items_removed_by_order',
  'orders_without_removal',
  'complaints',
  'complaints_upheld',
  'complaints_restored',
  'complaints_changed',
  'items_reinstated_after_complaint',
] as const satisfies TcoMeasure[];
export type CountedTcoMeasure = (typeof COUNTED_TCO_MEASURES)[number];

/** The point of Article 7(3) that requires each measure. */
export const TCO_POINTS: Readonly<Record<TcoMeasure, string>> = {
  measures_against_terrorist_content: '7(3)(a)',
  measures_against_reappearance: '7(3)(b)',
  removal_orders: '7(3)(c)',
  items_removed_by_order: '7(3)(c)',
  items_removed_by_specific_measures: '7(3)(c)',
  orders_without_removal: '7(3)(c)',
  complaints: '7(3)(d)',
  complaints_upheld: '7(3)(d)',
  complaints_restored: '7(3)(d)',
  complaints_changed: '7(3)(d)',
  proceedings_brought: '7(3)(e)',
  items_reinstated_after_review: '7(3)(f)',
  items_reinstated_after_complaint: '7(3)(g)',
};
