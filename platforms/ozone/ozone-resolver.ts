import { z } from 'zod';
import { openPlatformConnection, PlatformObjects, PlatformUnavailable } from '../connection.js';
import type { ResolvedTarget, TargetRef } from '../messages.js';
import { outOfReachId } from '../out-of-reach.js';
import { isDid, readOzoneLocator, recordId, type OzoneLocator } from './ozone-subject.js';

const handleAnswer = z.object({ did: z.string() });
const recordAnswer = z.object({ uri: z.string(), cid: z.string() });

/** What the desk shows of a post or a profile; a part in another form counts as absent. */
const shownRecord = z.object({
  cid: z.string(),
  value: z.object({
    text: z.string().optional().catch(undefined),
    description: z.string().optional().catch(undefined),
    displayName: z.string().optional().catch(undefined),
    langs: z.array(z.string()).optional().catch(undefined),
    createdAt: z.string().optional().catch(undefined),
    embed: z
      .object({ images: z.array(z.unknown()).optional() })
      .optional()
      .catch(undefined),
  }),
});
export type ShownRecord = z.output<typeof shownRecord>;

export interface RecordPlace {
  repo: string;
  collection: string;
  rkey: string;
}

export interface OzoneResolver {
  resolve(target: TargetRef): Promise<ResolvedTarget>;
  /** Undefined if there is no such record. */
  readRecord(place: RecordPlace): Promise<ShownRecord | undefined>;
  close(): Promise<void>;
}

const GONE: ResolvedTarget = { id: null, exists: false, owner: null, protectedClass: null };

function found(id: string, owner: string | null): ResolvedTarget {
  return { id, exists: true, owner, protectedClass: null };
}

/**
 * Resolves targets at a PDS, an entryway or an appview; Ozone itself knows neither handles nor records. Without one
 * only DIDs work, unchecked: Ozone also acts on accounts that do not exist.
 */
export function openOzoneResolver(url: string | null): OzoneResolver {
  const connection = url === null ? null : openPlatformConnection({ url, webhookSecret: undefined, connections: 16 });
  const ask = async <Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema> | undefined> => {
    try {
      const answer = await connection?.ask({ method: 'GET', path: `/xrpc/${path}`, question: true });
      if (answer === undefined) return undefined;
      const parsed = schema.safeParse(answer);
      if (parsed.success) return parsed.data;
    } catch (error) {
      if (error instanceof PlatformObjects && error.status === 400) return undefined;
      throw error;
    }
    throw new PlatformUnavailable("The resolver's answer has an unexpected form.", { carriedOut: 'no' });
  };
  const resolveDid = async (name: string): Promise<string | undefined> => {
    if (isDid(name)) return name;
    const answer = await ask(
      `com.atproto.identity.resolveHandle?handle=${encodeURIComponent(name.toLowerCase())}`,
      handleAnswer,
    );
    return answer !== undefined && isDid(answer.did) ? answer.did : undefined;
  };
  const resolveRecord = async (did: string, path: string): Promise<ResolvedTarget> => {
    const [collection = '', rkey = ''] = path.split('/');
    const record = await ask(getRecord({ repo: did, collection, rkey }), recordAnswer);
    return record === undefined ? GONE : found(recordId(record), did);
  };
  const lookUp = async (locator: OzoneLocator): Promise<ResolvedTarget> => {
    const did = await resolveDid(locator.name);
    if (did === undefined) return GONE;
    return locator.kind === 'account' ? found(did, did) : resolveRecord(did, locator.path);
  };
  return {
    async resolve(target) {
      const locator = readOzoneLocator(target);
      const reachable =
        locator !== null && (connection !== null || (locator.kind === 'account' && isDid(locator.name)));
      return reachable ? lookUp(locator) : found(outOfReachId(target), null);
    },
    readRecord: (place) => ask(getRecord(place), shownRecord),
    close: async () => connection?.close(),
  };
}

function getRecord({ repo, collection, rkey }: RecordPlace): string {
  return `com.atproto.repo.getRecord?${new URLSearchParams({ repo, collection, rkey }).toString()}`;
}
