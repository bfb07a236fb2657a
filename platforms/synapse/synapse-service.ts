import type { z } from 'zod';
import { openPlatformConnection, PlatformObjects, PlatformUnavailable, type PlatformRequest } from '../connection.js';
import {
  aliasAnswer,
  blockAnswer,
  contextAnswer,
  keptHold,
  keptResult,
  roomAnswer,
  sentAnswer,
  userAnswer,
  whoAmI,
  type KeptResult,
} from './synapse-answers.js';
import type { SynapseItem } from './synapse-item.js';

/** Synapse's main process is single-threaded. */
const CONNECTIONS = 16;
const ADMIN = '/_synapse/admin';
const CLIENT = '/_matrix/client/v3';
/** An event's context includes the room state, most of which is members in a large room. */
const WITHOUT_MEMBERS = encodeURIComponent(JSON.stringify({ lazy_load_members: true }));

export interface SynapseEffect {
  inForce: boolean;
  by: string | null;
  owner: string | null;
}

export interface SynapseService extends SynapseMemory {
  whoAmI(): Promise<string>;
  roomOfAlias(alias: string): Promise<string | undefined>;
  /** Undefined if the item does not exist here. */
  effectOn(item: SynapseItem): Promise<SynapseEffect | undefined>;
  suspend(user: string, suspended: boolean): Promise<void>;
  block(room: string, blocked: boolean): Promise<void>;
  redact(event: { room: string; event: string }, key: string): Promise<void>;
  /**
   * Makes the desk's account a member that may redact in the room, on behalf of one of the server's own users there.
   */
  enter(room: string): Promise<void>;
  /** Sends a server notice to a user; undefined if the server sends none. */
  notify(user: string, text: string, key: string): Promise<string | undefined>;
  close(): Promise<void>;
}

export interface SynapseOptions {
  url: string;
  /** Access token of an account that is a server administrator. */
  token: string;
}

export function openSynapse({ url, token }: SynapseOptions): SynapseService {
  const { ask, close } = openPlatformConnection({
    url,
    authorization: `Bearer ${token}`,
    webhookSecret: undefined,
    connections: CONNECTIONS,
  });
  /** Undefined if absent or malformed: one odd locator in an order must not block the others. */
  const find = async <Schema extends z.ZodType>(path: string, schema: Schema) => {
    const answer = await ask({ method: 'GET', path, question: true }).catch((error: unknown) => {
      if (error instanceof PlatformObjects && error.status === 400) return undefined;
      throw error;
    });
    return answer === undefined ? undefined : read(schema, answer);
  };
  const must = async <Schema extends z.ZodType>(asking: PlatformRequest, schema: Schema) =>
    read(schema, await ask(asking));

  let own: Promise<string> | undefined;
  const myself = () => {
    own ??= must({ method: 'GET', path: `${CLIENT}/account/whoami` }, whoAmI).then(({ user_id }) => user_id);
    own.catch(() => {
      own = undefined;
    });
    return own;
  };
  return {
    whoAmI: myself,
    roomOfAlias: async (alias) => (await find(`${CLIENT}/directory/room/${segment(alias)}`, aliasAnswer))?.room_id,
    effectOn: (item) => readEffect(find, item),
    async suspend(user, suspend) {
      await ask(put(`${ADMIN}/v1/suspend/${segment(user)}`, { suspend }));
    },
    async block(room, block) {
      await ask(put(`${ADMIN}/v1/rooms/${segment(room)}/block`, { block }));
    },
    async redact({ room, event }, key) {
      await ask(put(`${CLIENT}/rooms/${segment(room)}/redact/${segment(event)}/${segment(key)}`, {}));
    },
    async enter(room) {
      const user_id = await myself();
      await ask({ method: 'POST', path: `${ADMIN}/v1/rooms/${segment(room)}/make_room_admin`, body: { user_id } });
      await ask({ method: 'POST', path: `${CLIENT}/join/${segment(room)}`, body: {} });
    },
    async notify(user_id, body, key) {
      const asking = put(`${ADMIN}/v1/send_server_notice/${segment(key)}`, {
        user_id,
        content: { msgtype: 'm.text', body },
      });
      try {
        return (await must(asking, sentAnswer)).event_id;
      } catch (error) {
        if (error instanceof PlatformObjects && error.answer.includes('not enabled')) return undefined;
        throw error;
      }
    },
    ...memoryIn({ find, ask, myself }),
    close,
  };
}

interface SynapseMemory {
  recall(key: string): Promise<KeptResult | undefined>;
  keep(key: string, result: KeptResult): Promise<void>;
  /** Key of our operation that holds the item; undefined if none does. */
  heldBy(id: string): Promise<string | undefined>;
  hold(id: string, key: string | null): Promise<void>;
}

interface Account {
  find: Find;
  ask(asking: PlatformRequest): Promise<unknown>;
  myself(): Promise<string>;
}

function memoryIn({ find, ask, myself }: Account): SynapseMemory {
  const at = async (kind: string, name: string) =>
    `${CLIENT}/user/${segment(await myself())}/account_data/${segment(`notice_desk.${kind}.${name}`)}`;
  return {
    recall: async (key) => find(await at('operation', key), keptResult),
    async keep(key, result) {
      await ask(put(await at('operation', key), result));
    },
    heldBy: async (id) => (await find(await at('item', id), keptHold))?.key,
    async hold(id, key) {
      await ask(put(await at('item', id), key === null ? {} : { key }));
    },
  };
}

function put(path: string, body: unknown): PlatformRequest {
  return { method: 'PUT', path, body };
}

type Find = <Schema extends z.ZodType>(path: string, schema: Schema) => Promise<z.output<Schema> | undefined>;

async function readEffect(find: Find, item: SynapseItem): Promise<SynapseEffect | undefined> {
  if (item.kind === 'account') {
    const user = await find(`${ADMIN}/v2/users/${segment(item.user)}`, userAnswer);
    return user && { inForce: user.suspended, by: null, owner: item.user };
  }
  const room = `${ADMIN}/v1/rooms/${segment(item.room)}`;
  if (item.kind === 'event') {
    const found = await find(`${room}/context/${segment(item.event)}?limit=0&filter=${WITHOUT_MEMBERS}`, contextAnswer);
    const redaction = found?.event.unsigned?.redacted_by ?? null;
    return found && { inForce: redaction !== null, by: redaction, owner: found.event.sender };
  }
  const [known, blocking] = [await find(room, roomAnswer), await find(`${room}/block`, blockAnswer)];
  return known && { inForce: blocking?.block === true, by: blocking?.user_id ?? null, owner: known.creator ?? null };
}

function segment(text: string): string {
  return encodeURIComponent(text);
}

function read<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new PlatformUnavailable("Synapse's answer has an unexpected form.", { carriedOut: 'unknown' });
}
