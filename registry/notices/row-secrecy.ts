import type { Secrecy } from '../../domain/notices/secrecy.js';
import type { NoticeRow } from './notices.js';

/** Reads a notice's secrecy from its row. An expired secrecy counts as open; the canary is kept as closely as a gag. */
export function toSecrecy(row: Pick<NoticeRow, 'secrecy_level' | 'secrecy_people' | 'secrecy_until'>): Secrecy {
  const level = row.secrecy_level === 'canary' ? 'gagged' : row.secrecy_level;
  return { level, people: row.secrecy_people, untilMs: row.secrecy_until?.getTime() ?? null };
}

export function toLogged({ level, people, untilMs }: Secrecy) {
  return { level, people: [...people], until: untilMs === null ? null : new Date(untilMs).toISOString() };
}
