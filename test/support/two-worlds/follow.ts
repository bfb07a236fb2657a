import type { AddressInfo } from 'node:net';
import type { Role } from '../../../domain/people/permission.js';
import type { World } from './world.js';

export interface SeenMessage {
  id: string | null;
  text: string;
}

/** A marked event that has not arrived by then never will. */
const NEVER_MS = 40_000;

export interface Following {
  path?: string;
  lastEventId?: string | null;
  /**
   * An act performed once the stream is open, and again when its first event arrived: all earlier events have then
   * arrived. Returns a pattern of the act's event. Without it the stream ends by itself.
   */
  mark?: (count: 1 | 2) => Promise<RegExp>;
}

/** Reads an event stream until it ends or the marked event arrives. Returns its text. */
export async function follow(
  { api }: Pick<World, 'api'>,
  as: Role,
  { path = '/v1/events', lastEventId = null, mark }: Following,
): Promise<SeenMessage[]> {
  const stop = new AbortController();
  const { port } = api.app.server.address() as AddressInfo;
  const headers = {
    authorization: `Bearer ${api.people[as].key}`,
    ...(lastEventId === null ? {} : { 'last-event-id': lastEventId }),
  };
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers, signal: stop.signal });
  if (response.status !== 200 || response.body === null) throw new Error(await response.text());
  let awaited = await mark?.(1);
  let marked = 1;
  let text = '';
  const timer = setTimeout(() => stop.abort(new Error(`It was not told. Told: ${text.slice(-2000)}`)), NEVER_MS);
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (mark === undefined || awaited?.test(text) !== true) continue;
    // Leaving the loop ends the stream.
    if (marked === 2) break;
    marked = 2;
    awaited = await mark(2);
  }
  clearTimeout(timer);
  return text
    .split('\n\n')
    .filter((block) => /^data:/m.test(block))
    .map((block) => ({ id: /^id: ?(.*)$/m.exec(block)?.[1] ?? null, text: block.replace(/^id:.*\n/m, '') }));
}
