/** Set at start and never changed: a change costs 25 kB of WAL (docs/adr/0044-leave-parts-of-temporal-unused.md). */
export const SEARCH_ATTRIBUTES = {
  NoticeLaw: 'Keyword',
  NoticeKind: 'Keyword',
  NoticeReceivedHour: 'Datetime',
} as const;
