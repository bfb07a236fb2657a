import type { BulkheadPolicy } from 'cockatiel';
import { itemContent, type ContentRef, type ItemContent } from '../content.js';
import type { OzoneResolver } from './ozone-resolver.js';
import { toOzoneSubject } from './ozone-subject.js';

/** Reads posts and profiles from the network. An account is shown by its profile record, which it need not have. */
export async function readOzoneContents(
  resolver: Pick<OzoneResolver, 'readRecord'>,
  gate: BulkheadPolicy,
  items: readonly ContentRef[],
): Promise<Map<string, ItemContent | null>> {
  const found = await Promise.all(
    items.map(({ id }) => gate.execute(async () => [id, await readContent(resolver, id)] as const)),
  );
  return new Map(found.flatMap(([id, one]) => (one === undefined ? [] : [[id, one]])));
}

const REPO = /^at:\/\/([^/]+)\/([^/]+)\/([^/]+)$/;

/** Null for what is no account or record of the network; undefined if the record is unusable. */
async function readContent(
  resolver: Pick<OzoneResolver, 'readRecord'>,
  id: string,
): Promise<ItemContent | null | undefined> {
  const subject = toOzoneSubject(id);
  if (subject === null) return null;
  const [, repo, collection, rkey] =
    'did' in subject ? ['', subject.did, 'app.bsky.actor.profile', 'self'] : (REPO.exec(subject.uri) ?? []);
  if (repo === undefined || collection === undefined || rkey === undefined) return null;
  const record = await resolver.readRecord({ repo, collection, rkey });
  if ('did' in subject)
    return itemContent.safeParse({
      id,
      exists: true,
      text: record?.value.description,
      author: record?.value.displayName,
    }).data;
  // A changed post is another post (its cid differs): the one that the order means is gone.
  if (record?.cid !== subject.cid) return itemContent.safeParse({ id, exists: false }).data;
  const { text, langs, createdAt, embed } = record.value;
  return itemContent.safeParse({
    id,
    exists: true,
    text,
    language: langs?.[0],
    author: repo,
    createdAt,
    images: embed?.images?.length ?? 0,
  }).data;
}
