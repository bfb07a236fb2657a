/** What Ozone is told that an event is about: an account, or a record as it was when it was looked up. */
export type OzoneSubject =
  | { $type: 'com.atproto.admin.defs#repoRef'; did: string }
  | { $type: 'com.atproto.repo.strongRef'; uri: string; cid: string };

const DID = /^did:[a-z]+:[A-Za-z0-9._:%-]{1,200}$/;
const RECORD = /^(at:\/\/did:[a-z]+:[A-Za-z0-9._:%-]+\/[A-Za-z0-9.-]+\/[A-Za-z0-9._:~-]+)#([a-z0-9]+)$/;

export function isDid(text: string): boolean {
  return DID.test(text);
}

/** The desk's id of a record: where it is, and what it is. A record that was changed is another one. */
export function recordId({ uri, cid }: { uri: string; cid: string }): string {
  return `${uri}#${cid}`;
}

/** What an id of the desk is to Ozone; null: nothing that Ozone knows. */
export function subjectOf(id: string): OzoneSubject | null {
  if (isDid(id)) return { $type: 'com.atproto.admin.defs#repoRef', did: id };
  const [, uri, cid] = RECORD.exec(id) ?? [];
  return uri === undefined || cid === undefined ? null : { $type: 'com.atproto.repo.strongRef', uri, cid };
}

/** What labels and questions about events name a subject by. */
export function uriOf(subject: OzoneSubject): string {
  return 'did' in subject ? subject.did : subject.uri;
}

export type OzoneLocator = { kind: 'account'; name: string } | { kind: 'record'; name: string; path: string };

/** Collections by the word that a web address of a record has for them. */
const COLLECTIONS: Readonly<Record<string, string>> = { post: 'app.bsky.feed.post' };

/** What a locator means on a network of Ozones: an account by handle or DID, a post by its web address. Null: nothing. */
export function readLocator({ type, locator }: { type: string; locator: string }): OzoneLocator | null {
  if (type === 'account') return { kind: 'account', name: locator.replace(/^@/, '') };
  if (type !== 'post') return null;
  const [, profile, name, word, key] = URL.parse(locator)?.pathname.split('/') ?? [];
  const collection = COLLECTIONS[word ?? ''];
  if (profile !== 'profile' || !name || !key || collection === undefined) return null;
  return { kind: 'record', name: decodeURIComponent(name), path: `${collection}/${key}` };
}
