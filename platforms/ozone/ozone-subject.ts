export type OzoneSubject =
  | { $type: 'com.atproto.admin.defs#repoRef'; did: string }
  | { $type: 'com.atproto.repo.strongRef'; uri: string; cid: string };

const DID = /^did:[a-z]+:[A-Za-z0-9._:%-]{1,200}$/;
const RECORD = /^(at:\/\/did:[a-z]+:[A-Za-z0-9._:%-]+\/[A-Za-z0-9.-]+\/[A-Za-z0-9._:~-]+)#([a-z0-9]+)$/;

export function isDid(text: string): boolean {
  return DID.test(text);
}

export function recordId({ uri, cid }: { uri: string; cid: string }): string {
  return `${uri}#${cid}`;
}

/** Returns Ozone's subject for an id of the desk; null if Ozone has no such kind of subject. */
export function toOzoneSubject(id: string): OzoneSubject | null {
  if (isDid(id)) return { $type: 'com.atproto.admin.defs#repoRef', did: id };
  const [, uri, cid] = RECORD.exec(id) ?? [];
  return uri === undefined || cid === undefined ? null : { $type: 'com.atproto.repo.strongRef', uri, cid };
}

export function getSubjectUri(subject: OzoneSubject): string {
  return 'did' in subject ? subject.did : subject.uri;
}

export type OzoneLocator = { kind: 'account'; name: string } | { kind: 'record'; name: string; path: string };

const COLLECTIONS: Readonly<Record<string, string>> = { post: 'app.bsky.feed.post' };

/**
 * Parses a locator for a network of Ozones: an account by handle or DID, a post by its web address; null if it is
 * neither.
 */
export function readOzoneLocator({ type, locator }: { type: string; locator: string }): OzoneLocator | null {
  if (type === 'account') return { kind: 'account', name: locator.replace(/^@/, '') };
  if (type !== 'post') return null;
  const [, profile, name, word, key] = URL.parse(locator)?.pathname.split('/') ?? [];
  const collection = COLLECTIONS[word ?? ''];
  if (profile !== 'profile' || !name || !key || collection === undefined) return null;
  return { kind: 'record', name: decodeURIComponent(name), path: `${collection}/${key}` };
}
