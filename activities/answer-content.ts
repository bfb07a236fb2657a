import type { ContentAnswer } from '../domain/targets/target-content.js';
import type { PlatformClient } from '../platforms/client.js';
import { PlatformUnavailable } from '../platforms/connection.js';
import type { ItemContent } from '../platforms/content.js';
import type { Db } from '../registry/db.js';
import { claimContentRequests, storeContentAnswers } from '../registry/targets/content-requests.js';

const PAGE = 50;

/** Asks the platform for what people wait to see, and returns how many requests there were. */
export async function answerContent({
  db,
  platform,
}: {
  db: Db;
  platform: Pick<PlatformClient, 'content'>;
}): Promise<number> {
  const asked = await claimContentRequests(db, PAGE);
  if (asked.length === 0) return 0;
  try {
    const found = await platform.content(asked.map(({ type, platformId: id }) => ({ type, id })));
    const answers = asked.map(({ id, platformId }) => ({
      id,
      answer: toAnswer(found === undefined ? null : found.get(platformId)),
    }));
    await storeContentAnswers(db, answers);
  } catch (error) {
    await storeContentAnswers(
      db,
      asked.map(({ id }) => ({ id, answer: toAnswer(undefined) })),
    );
    // The person who waits learns of it, and orders that wait report an outage.
    if (!(error instanceof PlatformUnavailable)) throw error;
  }
  return asked.length;
}

function toAnswer(found: ItemContent | null | undefined): ContentAnswer {
  if (found === null) return { state: 'not_offered', content: null };
  if (found === undefined) return { state: 'unavailable', content: null };
  const { id: _, exists, ...content } = found;
  return exists ? { state: 'shown', content } : { state: 'gone', content: null };
}
