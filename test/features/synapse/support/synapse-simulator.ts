import { listen, type Neighbour } from '../../../support/cutting-server.js';

export const TOKEN = 'syt_desk';
const DESK = '@desk:home.example';

export interface SynapseSimulator extends Neighbour {
  suspended: Map<string, boolean>;
  /** Who has blocked a room; null: not blocked. */
  blocked: Map<string, string | null>;
  redactions: Map<string, Set<string>>;
  entered: Set<string>;
  notices: { user: string; body: string }[];
  memory: Map<string, string>;
  /** Whether to cut the connection after a request was executed. */
  cuts: (method: string, path: string) => boolean;
  /** Whether it supports server notices. */
  sendsNotices: boolean;
}

type Answer = [status: number, body: unknown];
const NOT_FOUND: Answer = [404, { errcode: 'M_NOT_FOUND' }];

/**
 * The few Synapse calls that the desk makes, with the answers of 1.163: users and rooms with one reserved name do not
 * exist.
 */
export async function startSynapseSimulator(): Promise<SynapseSimulator> {
  const state: Omit<SynapseSimulator, keyof Neighbour> = {
    suspended: new Map(),
    blocked: new Map(),
    redactions: new Map(),
    entered: new Set(),
    notices: [],
    memory: new Map(),
    cuts: () => false,
    sendsNotices: true,
  };
  const server = await listen((request, response) => {
    void (async () => {
      let text = '';
      for await (const chunk of request) text += String(chunk);
      const { pathname } = new URL(request.url ?? '', 'http://synapse');
      const method = request.method ?? '';
      const known = request.headers.authorization === `Bearer ${TOKEN}`;
      const [status, body] = known
        ? answer(simulator, { method, pathname, text })
        : [401, { errcode: 'M_UNKNOWN_TOKEN' }];
      if (simulator.cuts(method, pathname)) return response.destroy();
      return response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    })();
  });
  const simulator: SynapseSimulator = Object.assign(state, server);
  return simulator;
}

interface Requested {
  method: string;
  pathname: string;
  text: string;
}

function answer(simulator: SynapseSimulator, { method, pathname, text }: Requested): Answer {
  const route = ROUTES.find(([verb, path]) => verb === method && path.test(pathname));
  if (route === undefined) return [404, { errcode: 'M_UNRECOGNIZED' }];
  const parts = (route[1].exec(pathname) ?? []).slice(1).map(decodeURIComponent);
  if (parts.some((part) => part.includes('nobody'))) return NOT_FOUND;
  return route[2](simulator, parts, text === '' ? {} : (JSON.parse(text) as Record<string, unknown>));
}

type Route = [
  verb: string,
  path: RegExp,
  run: (simulator: SynapseSimulator, parts: string[], body: Record<string, unknown>) => Answer,
];

const ROUTES: readonly Route[] = [
  ['GET', /\/account\/whoami$/, () => [200, { user_id: DESK }]],
  [
    'GET',
    /\/v2\/users\/([^/]+)$/,
    ({ suspended }, [user = '']) =>
      user.startsWith('@odd') ? [400, { errcode: 'M_UNKNOWN' }] : [200, { suspended: suspended.get(user) === true }],
  ],
  [
    'PUT',
    /\/v1\/suspend\/([^/]+)$/,
    ({ suspended }, [user = ''], body) => {
      suspended.set(user, body['suspend'] === true);
      return [200, {}];
    },
  ],
  ['GET', /\/directory\/room\/([^/]+)$/, (_, [alias = '']) => [200, { room_id: `!${alias.slice(1)}` }]],
  ['GET', /\/v1\/rooms\/([^/]+)$/, (_, [room = '']) => [200, { room_id: room, creator: '@owner:home.example' }]],
  [
    'GET',
    /\/v1\/rooms\/([^/]+)\/block$/,
    ({ blocked }, [room = '']) => {
      const by = blocked.get(room) ?? null;
      return [200, by === null ? { block: false } : { block: true, user_id: by }];
    },
  ],
  [
    'PUT',
    /\/v1\/rooms\/([^/]+)\/block$/,
    ({ blocked }, [room = ''], body) => {
      blocked.set(room, body['block'] === true ? DESK : null);
      return [200, body];
    },
  ],
  [
    'GET',
    /\/v1\/rooms\/[^/]+\/context\/([^/]+)$/,
    ({ redactions }, [event = '']) => {
      const [first] = redactions.get(event) ?? [];
      const unsigned = first === undefined ? {} : { redacted_by: `$redaction-${first}` };
      return [200, { event: { sender: '@writer:home.example', unsigned } }];
    },
  ],
  [
    'PUT',
    /\/rooms\/([^/]+)\/redact\/([^/]+)\/([^/]+)$/,
    ({ redactions, entered }, [room = '', event = '', key = '']) => {
      if (!entered.has(room)) return [403, { errcode: 'M_FORBIDDEN' }];
      redactions.set(event, new Set([...(redactions.get(event) ?? []), key]));
      return [200, { event_id: `$redaction-${key}` }];
    },
  ],
  [
    'POST',
    /\/v1\/rooms\/([^/]+)\/make_room_admin$/,
    // As Synapse does: in the name of the room's owner.
    ({ suspended }) =>
      suspended.get('@owner:home.example') === true ? [403, { errcode: 'M_USER_SUSPENDED' }] : [200, {}],
  ],
  [
    'POST',
    /\/v3\/join\/([^/]+)$/,
    ({ entered }, [room = '']) => {
      if (room.includes('closed')) return [403, { errcode: 'M_FORBIDDEN', error: 'closed' }];
      entered.add(room);
      return [200, {}];
    },
  ],
  [
    'PUT',
    /\/v1\/send_server_notice\/([^/]+)$/,
    ({ notices, sendsNotices }, [key = ''], { user_id, content }) => {
      if (!sendsNotices) return [400, { error: 'Server notices are not enabled on this server' }];
      notices.push({ user: String(user_id), body: (content as { body: string }).body });
      return [200, { event_id: `$notice-${key}` }];
    },
  ],
  [
    'GET',
    /\/user\/[^/]+\/account_data\/([^/]+)$/,
    ({ memory }, [type = '']) => {
      const kept = memory.get(type);
      return kept === undefined ? NOT_FOUND : [200, JSON.parse(kept)];
    },
  ],
  [
    'PUT',
    /\/user\/[^/]+\/account_data\/([^/]+)$/,
    ({ memory }, [type = ''], body) => {
      memory.set(type, JSON.stringify(body));
      return [200, {}];
    },
  ],
];
