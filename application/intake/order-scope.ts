import type { NoticeRow } from '../../registry/notices/notices.js';
import { findNoticeLaw } from '../../rulebook/consequence.js';
import type { Services } from '../services.js';

/** Returns the countries that an order reaches: those of its law, else only that of its jurisdiction. */
export function listOrderCountries({ rulebook }: Pick<Services, 'rulebook'>, row: NoticeRow): string[] {
  const version = findNoticeLaw(rulebook, row);
  return version === undefined || version.countries.length === 0 ? [row.jurisdiction] : version.countries;
}
