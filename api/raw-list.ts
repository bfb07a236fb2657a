import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { toTypedScope, type Api } from './context.js';
import { z } from 'zod';
import { ReaderBusy } from '../sandbox/lists/fence.js';
import { findFormat, LIST_MEDIA_TYPES, recogniseList } from '../sandbox/lists/format.js';
import { ListRefused } from '../sandbox/lists/item.js';
import { openList, openDocument, openText } from '../sandbox/lists/read-list.js';
import { readMediaType } from '../contract/media-type.js';
import { fieldProblem, ApiProblem } from './problems.js';
import { queryText } from '../contract/query.js';
import type { SentList } from '../sandbox/lists/sent-list.js';
import { isOneOf } from '../domain/is-one-of.js';
import { DOCUMENT_FORMATS } from '../domain/targets/list-format.js';
import { UNENCODED } from './read-json.js';

interface RawList {
  bytes: Buffer;
  mediaType: string;
  charset: string | undefined;
}

/** The query of a route that takes a list as its body. */
export const listQueryParameters = z.strictObject({
  name: queryText(255).default('').describe('File name; determines the format if the media type does not'),
});

export const listBody = z.any().describe('The list file');
export const LIST_CONSUMES = Object.keys(LIST_MEDIA_TYPES);

export function takeRawLists(app: Api, addRoutes: (scope: Api) => void): void {
  void app.register(async (plain) => {
    const scope = toTypedScope(plain);
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, (request, body, done) => {
      const { essence, charset } = readMediaType(request.headers['content-type'] ?? '') ?? {};
      if (essence === undefined || !Object.hasOwn(LIST_MEDIA_TYPES, essence)) return done(unsupported());
      if (request.headers['content-encoding'] !== undefined) {
        return done(new ApiProblem('unsupported-media-type', UNENCODED));
      }
      return done(null, { bytes: body, mediaType: essence, charset } satisfies RawList);
    });
    addRoutes(scope);
  });
}

function unsupported(): ApiProblem {
  return new ApiProblem('unsupported-media-type', `Send the list as one of ${LIST_CONSUMES.join(', ')}.`);
}

export async function openSentList(
  request: Pick<FastifyRequest, 'body'> & { query: z.infer<typeof listQueryParameters> },
): Promise<SentList> {
  const raw = request.body as RawList | null | undefined;
  const { name } = request.query;
  if (raw == null) throw fieldProblem('', 'The list is empty.');
  const { bytes, mediaType, charset } = raw;
  const said = findFormat({ mediaType, name });
  if (said === undefined) throw unsupported();
  return readable(async () => {
    const format = await recogniseList(bytes, said);
    const { items, text } =
      format === 'text'
        ? openText(bytes, charset)
        : isOneOf(DOCUMENT_FORMATS, format)
          ? await openDocument(bytes, format)
          : { items: await openList(bytes, { format, charset }), text: null };
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { items, text, format, mediaType, name, sha256, bytes: bytes.length };
  });
}

export async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ListRefused) throw fieldProblem('', error.message);
    if (error instanceof ReaderBusy)
      throw new ApiProblem('rate-limited', error.message, { headers: { 'retry-after': '5' } });
    throw error;
  }
}
