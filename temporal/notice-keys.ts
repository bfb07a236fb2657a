import { findNoticeKey } from '../registry/notice/notice-keys.js';
import type { Connection } from '../registry/db.js';
import { makeNoticeKey, type KeyWrap, type WrappedKey } from './key-wrap.js';

/** The keys with which payloads of notices are sealed, one a notice. */
export interface NoticeKeys {
  /** What they are wrapped with. */
  readonly wrap: KeyWrap;
  /** A fresh key, wrapped, to be written with the notice that it is for. */
  make(noticeId: string): Promise<WrappedKey>;
  /** Null for a notice of before there were keys: its payloads stay in the clear. Throws KeyLost. */
  keyOf(noticeId: string): Promise<Buffer | null>;
}

/** Keys in memory at once: about the notices that a worker holds. */
const MOST_KEPT = 5_000;

export function createNoticeKeys(db: Connection, wrap: KeyWrap): NoticeKeys {
  const kept = new Map<string, Buffer | null>();
  const keep = (noticeId: string, key: Buffer | null) => {
    const [oldest] = kept.keys();
    if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(noticeId, key);
  };
  return {
    wrap,
    async make(noticeId) {
      const key = makeNoticeKey();
      const wrapped = await wrap.wrap(key, noticeId);
      // Whoever takes a notice in starts its workflow next: the row need not be read for that.
      keep(noticeId, key);
      return wrapped;
    },
    async keyOf(noticeId) {
      const before = kept.get(noticeId);
      if (before !== undefined) return before;
      const wrapped = await findNoticeKey(db, noticeId);
      const key = wrapped === undefined ? null : await wrap.unwrap(wrapped, noticeId);
      keep(noticeId, key);
      return key;
    },
  };
}
