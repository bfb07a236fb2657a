import { findNoticeKey } from '../../registry/notices/notice-keys.js';
import type { Connection } from '../../registry/db.js';
import { KeyErased, makeNoticeKey, type KeyWrap, type WrappedKey } from './key-wrap.js';

export interface NoticeKeys {
  readonly wrap: KeyWrap;
  make(noticeId: string): Promise<WrappedKey>;
  /** Undefined where no such notice is on record. Throws KeyLost, and KeyErased where the key was shredded. */
  keyOf(noticeId: string): Promise<Buffer | undefined>;
}

const MAX_CACHED = 5_000;

// A small Buffer is part of a slab of 8 kB, and one that is cached would keep the whole slab in memory.
const copyOut = (key: Buffer): Buffer => Buffer.from(Uint8Array.from(key).buffer);

export function createNoticeKeys(db: Connection, wrap: KeyWrap): NoticeKeys {
  const kept = new Map<string, Promise<Buffer | undefined>>();
  const keep = (noticeId: string, key: Promise<Buffer | undefined>) => {
    const [oldest] = kept.keys();
    if (kept.size >= MAX_CACHED && oldest !== undefined) kept.delete(oldest);
    kept.set(noticeId, key);
    return key;
  };
  const read = async (noticeId: string) => {
    const wrapped = await findNoticeKey(db, noticeId);
    if (wrapped === undefined) return undefined;
    if (wrapped.wrapped.length === 0)
      throw new KeyErased('The key of this notice was shredded when its retention period ended.');
    return copyOut(await wrap.unwrap(wrapped, noticeId));
  };
  return {
    wrap,
    async make(noticeId) {
      const key = makeNoticeKey();
      const wrapped = await wrap.wrap(key, noticeId);
      // The caller starts the workflow of the new notice next, so this saves reading the row.
      void keep(noticeId, Promise.resolve(key));
      return wrapped;
    },
    keyOf(noticeId) {
      const before = kept.get(noticeId);
      if (before !== undefined) return before;
      // Caches the pending read, so that payloads decoded in parallel share it. Failures and unknown notices are not
      // cached.
      const reading = keep(noticeId, read(noticeId));
      const forget = () => void kept.delete(noticeId);
      reading.then((key) => key === undefined && forget(), forget);
      return reading;
    },
  };
}
