import { TokenBucket } from 'limiter';

/** The most operations that one request of the port may carry. */
export const PAGE_SIZE = 1_000;

/** How fast operations may go out, over all orders of the process together. */
export interface Pace {
  /** Operations of one request. */
  pageSize: number;
  /** Waits until so many operations may go out; whoever asked first goes first. */
  take(operations: number): Promise<void>;
}

/**
 * At most `rate` operations a second, or as many as the platform takes. Requests are cut to a second's worth, and each
 * order has one request waiting at most: a short order waits a second for each long one and never for a whole list.
 */
export function createPace(rate?: number): Pace {
  if (rate === undefined) return { pageSize: PAGE_SIZE, take: async () => undefined };
  const pageSize = Math.min(PAGE_SIZE, rate);
  const bucket = new TokenBucket({ bucketSize: rate, tokensPerInterval: rate, interval: 'second' });
  return {
    pageSize,
    async take(operations) {
      if (operations > 0) await bucket.removeTokens(operations);
    },
  };
}
