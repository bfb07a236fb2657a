/**
 * A platform that Notice Desk can act on, in one file: it implements the platform port of docs/integrating/interface.md
 * for a platform with accounts and posts that it hides by country. Copy it, replace the four maps with your own
 * database, and check that it still conforms: `npm run conformance -- http://127.0.0.1:8090 --token TOKEN --secret
 * whsec_…`.
 *
 * npm run build && PLATFORM_TOKEN=… PLATFORM_WEBHOOK_SECRET=whsec_… node dist/examples/sample-platform.js
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { argv, env } from 'node:process';
import { pathToFileURL } from 'node:url';

interface Operation {
  /** Idempotency key; you must store it, because an operation must never run twice under one key. */
  key: string;
  action: 'withhold' | 'remove' | 'label' | 'preserve' | 'restore';
  type: string;
  id: string;
  /** ISO 3166 codes; empty for everywhere. */
  countries: string[];
  undoes?: string;
}

interface Result {
  key: string;
  status: 'applied' | 'already' | 'not_found' | 'refused';
  at: string;
  receipt: string | null;
  message: string | null;
}

/*
 * Your database. Store an operation, its result and its effect in one transaction, and respond only after the commit.
 */
const results = new Map<string, Result>();
const done = new Map<string, Operation>();
/** Countries in which an item is hidden, `*` for everywhere. Labels and preservations hide nothing and are left out. */
const hidden = new Map<string, Set<string>>();
/** What viewers see of an item. */
const items = new Map<string, { author: string; text: string }>();

/** Target types this platform can act on. Every other type must be refused with a message that names it. */
const TYPES = new Set(['account', 'post']);
const LARGEST_BODY = 4 * 2 ** 20;
const MAX_OPERATIONS = 1_000;
/** Rejects replayed requests: a signature is invalid if its time differs from now by more than this. */
const SIGNED_WITHIN_SECONDS = 300;

/** Results in request order. A real platform returns null and false for what it does not have. */
function resolve(targets: { type: string; locator: string }[]) {
  return targets.map(({ type, locator }) => {
    const id = `${type}_${createHash('sha256').update(locator).digest('hex').slice(0, 24)}`;
    items.set(id, { author: id, text: `The text of ${locator}` });
    return { id, exists: true, owner: id, protectedClass: null, followers: null };
  });
}

function operate(operation: Operation): Result {
  const { key } = operation;
  const before = results.get(key);
  if (before !== undefined) return before.status === 'applied' ? { ...before, status: 'already' } : before;
  const message = objectTo(operation);
  const at = new Date().toISOString();
  const result: Result =
    message === null
      ? { key, status: 'applied', at, receipt: `sample-${results.size + 1}`, message }
      : { key, status: 'refused', at, receipt: null, message };
  if (result.status === 'applied') carryOut(operation);
  results.set(key, result);
  return result;
}

function objectTo({ action, type, id, countries, undoes }: Operation): string | null {
  if (!TYPES.has(type)) return `This platform cannot act on a ${type}.`;
  if (action === 'withhold' && countries.length === 0) return 'A withholding must name its countries.';
  if (action !== 'restore') return null;
  const undone = undoes === undefined ? undefined : done.get(undoes);
  if (undone === undefined) return `There was no operation ${undoes ?? ''}.`;
  return undone.id === id ? null : `Operation ${undone.key} was on another item.`;
}

/**
 * Notice Desk counts which orders need a restriction and lifts only what no other order holds, so lifting is
 * unconditional here.
 */
function carryOut(operation: Operation): void {
  done.set(operation.key, operation);
  const undone = operation.action === 'restore' ? done.get(operation.undoes ?? '') : undefined;
  const { action } = undone ?? operation;
  const places = hidden.get(operation.id) ?? new Set();
  const meant = action === 'withhold' ? operation.countries : action === 'remove' ? ['*'] : [];
  for (const place of meant) {
    if (undone === undefined) places.add(place);
    else places.delete(place);
  }
  hidden.set(operation.id, places);
}

/** Read this from what viewers see, not from what was requested. */
function getItemState(id: string) {
  const places = [...(hidden.get(id) ?? [])];
  return { id, countries: places.filter((place) => place !== '*').sort(), everywhere: places.includes('*') };
}

/** Optional: without it, answer 404, and reviewers look at items elsewhere. */
function show({ id }: { id: string }) {
  const item = items.get(id);
  return { id, exists: item !== undefined, ...item };
}

interface Answer {
  status: number;
  body: unknown;
}
const ok = (found: unknown): Answer => ({ status: 200, body: { results: found } });
const objection = (status: number, error: string): Answer => ({ status, body: { error } });

function route(method: string, path: string, text: string): Answer {
  const key = /^\/operations\/(.+)$/.exec(path)?.[1];
  if (method === 'GET' && key !== undefined) {
    const result = results.get(decodeURIComponent(key));
    return result === undefined ? objection(404, 'No operation has this key.') : { status: 200, body: result };
  }
  // A real platform validates each field; a malformed request is a 400, by which the desk knows that nothing was done.
  const body = JSON.parse(text) as Record<'targets' | 'operations' | 'keys' | 'ids' | 'items', unknown>;
  if (path === '/resolve' && Array.isArray(body.targets)) return ok(resolve(body.targets));
  if (path === '/state' && Array.isArray(body.ids)) return ok(body.ids.map(getItemState));
  if (path === '/content' && Array.isArray(body.items)) return ok(body.items.map(show));
  if (path === '/operations/query' && Array.isArray(body.keys))
    return ok(body.keys.flatMap((one: string) => results.get(one) ?? []));
  if (path !== '/operations' || !Array.isArray(body.operations)) return objection(404, 'Not found.');
  if (body.operations.length > MAX_OPERATIONS) return objection(413, `At most ${MAX_OPERATIONS} operations.`);
  return ok(body.operations.map(operate));
}

interface Secrets {
  token: string;
  webhookSecret: string;
}

function isSame(given: string, meant: string): boolean {
  const [a, b] = [given, meant].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}

/**
 * Standard Webhooks: HMAC-SHA256 over id, time and body. The header may hold several signatures while a secret is
 * replaced.
 */
function isSigned({ headers }: IncomingMessage, text: string, secret: string): boolean {
  const [id, at, signatures] = ['id', 'timestamp', 'signature'].map((name) => String(headers[`webhook-${name}`] ?? ''));
  if (Math.abs(Date.now() / 1000 - Number(at)) > SIGNED_WITHIN_SECONDS) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const meant = `v1,${createHmac('sha256', key).update(`${id}.${at}.${text}`).digest('base64')}`;
  return (signatures ?? '').split(' ').some((given) => isSame(given, meant));
}

async function answer(request: IncomingMessage, { token, webhookSecret }: Secrets): Promise<Answer> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > LARGEST_BODY) return objection(413, 'Too large.');
  }
  if (!isSame(request.headers.authorization ?? '', `Bearer ${token}`)) return objection(401, 'Unauthorized.');
  if (request.method === 'POST' && !isSigned(request, text, webhookSecret)) return objection(401, 'Invalid signature.');
  try {
    return route(request.method ?? '', request.url ?? '', text);
  } catch {
    return objection(400, 'The request cannot be read.');
  }
}

/** Listens on localhost; port 0 picks any free one. */
export async function startSamplePlatform(port: number, secrets: Secrets): Promise<Server> {
  const server = createServer((request, response) => {
    void (async () => {
      const { status, body } = await answer(request, secrets);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    })();
  });
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return server;
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) {
  const { PLATFORM_TOKEN: token = '', PLATFORM_WEBHOOK_SECRET: webhookSecret = '', PORT = '8090' } = env;
  if (token === '' || webhookSecret === '') throw new Error('Set PLATFORM_TOKEN and PLATFORM_WEBHOOK_SECRET.');
  await startSamplePlatform(Number(PORT), { token, webhookSecret });
}
