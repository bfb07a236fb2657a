import { findNoticeKey } from '../registry/notice/notice-keys.js';
import type { Connection } from '../registry/db.js';
import { KeyErased, makeNoticeKey, type KeyWrap, type WrappedKey } from './key-wrap.js';

/** The keys with which payloads of notices are sealed, one a notice. */
export interface NoticeKeys {
  /** What they are wrapped with. */
  readonly wrap: KeyWrap;
  /** A fresh key, wrapped, to be written with the notice that it is for. */
  make(noticeId: string): Promise<WrappedKey>;
  /**
   * Null for a notice of before there were keys: its payloads stay in the clear. Undefined where no such notice is on
   * record. Throws KeyLost, and KeyErased where the key was shredded.
   */
  keyOf(noticeId: string): Promise<Buffer | null | undefined>;
}

/** Keys in memory at once: about the notices that a worker holds. */
const MOST_KEPT = 5_000;

export function createNoticeKeys(db: Connection, wrap: KeyWrap): NoticeKeys {
  const kept = new Map<string, Promise<Buffer | null | undefined>>();
  const keep = (noticeId: string, key: Promise<Buffer | null | undefined>) => {
    const [oldest] = kept.keys();
    if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(noticeId, key);
    return key;
  };
  const read = async (noticeId: string) => {
    const wrapped = await findNoticeKey(db, noticeId);
    if (wrapped == null) return wrapped;
    if (wrapped.wrapped.length === 0)
      throw new KeyErased('The key of this notice was shredded when its retention period ended.');
    return wrap.unwrap(wrapped, noticeId);
  };
  return {
    wrap,
    async make(noticeId) {
      const key = makeNoticeKey();
      const wrapped = await wrap.wrap(key, noticeId);
      // Whoever takes a notice in starts its workflow next: the row need not be read for that.
      void keep(noticeId, Promise.resolve(key));
      return wrapped;
    },
    keyOf(noticeId) {
      const before = kept.get(noticeId);
      if (before !== undefined) return before;
      // The question is kept, so that payloads opened side by side ask once; what is no answer is not.
      const asked = keep(noticeId, read(noticeId));
      const forget = () => void kept.delete(noticeId);
      asked.then((key) => key === undefined && forget(), forget);
      return asked;
    },
  };
}
