import type { NoticeRow } from '../../registry/notices.js';
import type { ApiContext } from '../../api/context.js';

/** Countries that an order reaches: those of its law, else of its jurisdiction alone. */
export function scopeOf({ rulebook }: Pick<ApiContext, 'rulebook'>, row: NoticeRow): string[] {
  const version = rulebook.regimeAt(row.regime_id, row.received_at.getTime());
  return version === undefined || version.countries.length === 0 ? [row.jurisdiction] : version.countries;
}
