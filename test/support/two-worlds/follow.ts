import type { AddressInfo } from 'node:net';
import type { Role } from '../../../domain/people/permission.js';
import type { World } from './world.js';

export interface Told {
  id: string | null;
  text: string;
}

/** Nothing more comes for so long: what was to be told is told. */
const QUIET_MS = 1_800;

/** Listens to a stream, from an id on, until nothing more comes. Answers what was told, as it stood in the stream. */
export async function follow(
  { api }: Pick<World, 'api'>,
  as: Role,
  { path = '/v1/events', lastEventId = null }: { path?: string; lastEventId?: string | null } = {},
): Promise<Told[]> {
  const stop = new AbortController();
  const { port } = api.app.server.address() as AddressInfo;
  const headers = {
    authorization: `Bearer ${api.people[as].key}`,
    ...(lastEventId === null ? {} : { 'last-event-id': lastEventId }),
  };
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers, signal: stop.signal });
  if (response.status !== 200 || response.body === null) throw new Error(await response.text());
  let text = '';
  let timer = setTimeout(() => stop.abort(), QUIET_MS);
  try {
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      clearTimeout(timer);
      timer = setTimeout(() => stop.abort(), QUIET_MS);
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  }
  return text
    .split('\n\n')
    .filter((block) => /^data:/m.test(block))
    .map((block) => ({ id: /^id: ?(.*)$/m.exec(block)?.[1] ?? null, text: block.replace(/^id:.*\n/m, '') }));
}
