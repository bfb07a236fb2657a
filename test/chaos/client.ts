import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoName } from '../../desk/simulators/demo-people.js';
import type { DeskFile } from '../../desk/desk-file.js';
import type { Expected, Journal, OpAnswer, OpBodies, OpName } from './journal.js';

/** A desk that stays away longer is not coming back; on a busy machine its API is killed again before it listens. */
const TIMEOUT_MS = 600_000;
const CALL_MS = 60_000;

export interface ChaosAnswer {
  status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- a checker looks at whatever came
  body: any;
}

export interface Doing<Op extends OpName> {
  op: Op;
  as: DemoName;
  life: number;
  notice: string | null;
  expect?: Expected;
  body: OpBodies[Op];
  path: string;
  send: unknown;
  key: string;
}

export interface ChaosClient {
  /** Sends one request, retried under the same Idempotency-Key until the answer is final, as a good client does. */
  perform<Op extends OpName>(doing: Doing<Op>): Promise<ChaosAnswer>;
  /** Reads, retrying until there is an answer. */
  read(as: DemoName, path: string): Promise<ChaosAnswer>;
  readAll(as: DemoName, path: string): Promise<ChaosAnswer['body'][]>;
  answers: Record<string, number>;
  /** Keys of people and the platform's, which must not appear anywhere. */
  keys: readonly string[];
  answered(status: number, what: string): void;
  /** Counts of each platform fault and of the desk's state reads, over all restarts of the simulator. */
  fired(): Promise<{ fired: Record<string, number>; looks: number }>;
  platform(method: 'GET' | 'POST', path: string, body?: unknown): Promise<ChaosAnswer>;
}

export function createChaosClient({ api, platform, platformToken, keys }: DeskFile, journal: Journal): ChaosClient {
  const answers: Record<string, number> = {};
  const answered = (status: number, what: string) => {
    answers[status] = (answers[status] ?? 0) + 1;
    if (status >= 500 && status !== 503) journal.invoke({ op: 'broke', as: 'harness', body: { status, what } });
  };
  const ask = async (
    as: DemoName,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) => {
    const answer = await call(`${api}${path}`, { method, token: keys[as], body, headers });
    answered(answer.status, `${method} ${path} ${answer.body?.type ?? ''}`.trim());
    return answer;
  };
  const read = async (as: DemoName, path: string) =>
    untilFinal(
      () => ask(as, 'GET', path),
      () => undefined,
    );
  const platformAsk = (method: 'GET' | 'POST', path: string, body?: unknown) =>
    untilFinal(
      () => call(`${platform}${path}`, { method, token: platformToken, body, headers: {} }),
      () => undefined,
    );
  const past = createPast();
  return {
    fired: async () => past.see((await platformAsk('GET', '/_double/faults')).body),
    platform: platformAsk,
    async perform({ path, send, key, ...doing }) {
      const n = journal.invoke(doing);
      const answer = await untilFinal(
        () => ask(doing.as, 'POST', path, send, { 'idempotency-key': key }),
        (why) => journal.info(n, why),
      );
      if (answer.status < 300) journal.ok(n, toOpAnswer(answer.body));
      else journal.fail(n, answer.status, `${answer.body?.type ?? ''} ${answer.body?.detail ?? ''}`.trim());
      return answer;
    },
    read,
    answers,
    keys: [...Object.values(keys), platformToken],
    answered,
    async readAll(as, path) {
      const items: ChaosAnswer['body'][] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const suffix: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const { status, body } = await read(as, `${path}${path.includes('?') ? '&' : '?'}limit=200${suffix}`);
        if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body).slice(0, 300)}`);
        items.push(...body.items);
        cursor = body.nextCursor;
      }
      return items;
    },
  };
}

interface Seen {
  fired: Record<string, number>;
  looks: number;
}

/** Adds up the counts of a process that restarts at zero when it is killed. */
function createPast() {
  const before: Seen = { fired: {}, looks: 0 };
  let last: Seen = { fired: {}, looks: 0 };
  const total = (): Seen => ({
    looks: before.looks + last.looks,
    fired: Object.fromEntries(Object.entries(last.fired).map(([kind, n]) => [kind, n + (before.fired[kind] ?? 0)])),
  });
  return {
    see(now: Seen): Seen {
      const isRetry =
        now.looks < last.looks || Object.entries(now.fired).some(([kind, n]) => n < (last.fired[kind] ?? 0));
      if (isRetry) Object.assign(before, total());
      last = now;
      return total();
    },
  };
}

interface Calling {
  method: string;
  token: string;
  body: unknown;
  headers: Record<string, string>;
}

async function call(url: string, { method, token, body, headers }: Calling): Promise<ChaosAnswer> {
  const response = await fetch(url, {
    method,
    signal: AbortSignal.timeout(CALL_MS),
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}

/** No connection, a cut one, a 5xx, a 429 and "still running" leave it unknown whether the request was executed. */
async function untilFinal(ask: () => Promise<ChaosAnswer>, unknown: (why: string) => void): Promise<ChaosAnswer> {
  const giveUpAt = Date.now() + TIMEOUT_MS;
  for (let waitMs = 150; ; waitMs = Math.min(waitMs * 2, 1_500)) {
    let why: string;
    try {
      const answer = await ask();
      const running = answer.status === 409 && String(answer.body?.type).endsWith(':idempotency-in-flight');
      if (answer.status < 500 && answer.status !== 429 && !running) return answer;
      why = `${answer.status} ${answer.body?.type ?? answer.body?.error ?? ''}`;
    } catch (error) {
      why = String((error as { cause?: { code?: string } }).cause?.code ?? error);
    }
    unknown(why);
    if (Date.now() > giveUpAt) throw new Error(`No final answer within ${TIMEOUT_MS / 1000} s. Last: ${why}`);
    await sleep(waitMs);
  }
}

function toOpAnswer(body: ChaosAnswer['body']): OpAnswer {
  const { id, targetsAccepted: accepted, targetsMerged: merged, submission } = body ?? {};
  return {
    ...(id === undefined ? {} : { notice: id }),
    ...(accepted === undefined ? {} : { accepted, merged }),
    ...(submission == null
      ? {}
      : {
          submission: {
            number: submission.number,
            digest: submission.digest,
            approvalsNeeded: submission.approvalsNeeded,
          },
        }),
  };
}
