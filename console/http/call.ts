import { readAnswer } from './answer.js';
import { noteServerTime } from '../state/now.js';
import { toPasskeyAct, askPasskey, PasskeyError } from './passkey.js';
import { noAnswer, HttpProblemError, type ProblemBody } from './problem.js';
import { sessionStore, signedInAgain } from './session.js';

export interface CallOptions {
  body?: unknown;
  mediaType?: string;
  headers?: Record<string, string>;
  /** Sent by the screen and not by the person, so it does not keep the session alive. */
  background?: boolean;
  signal?: AbortSignal | undefined;
  /** Idempotency key: a repeated key is the same act. Generated if omitted. */
  key?: string;
}

/** Returns 128 random bits as hex; `crypto.randomUUID` is missing on plain-HTTP hosts. */
export function makeKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Sends a request with an idempotency key, so that a retry acts once. Waits for a new sign-in if the session has
 * expired, and asks for a passkey where the API requires one. Throws `ProblemError`.
 */
export async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
  const key = options.key ?? makeKey();
  let isConfirmed = false;
  for (;;) {
    const sentIn = sessionStore.get().session;
    const response = await send(method, path, { ...options, key });
    if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
    const problem = await readProblem(response);
    if (problem.stepUp && !isConfirmed) {
      options = { ...options, body: { ...toBody(options.body), assertion: await confirm(method, path, options) } };
      isConfirmed = true;
      continue;
    }
    const { session } = sessionStore.get();
    if (problem.status !== 401 || session === null) throw problem;
    // A 401 can arrive after the person has signed in again; it then belongs to the previous session.
    if (session === sentIn) {
      sessionStore.set((before) => ({ ...before, expired: true }));
      await signedInAgain();
    }
  }
}

function toBody(body: unknown): Record<string, unknown> {
  return typeof body === 'object' && body !== null ? { ...body } : {};
}

/** Has the person's passkey confirm a request. Throws `PasskeyError`. */
async function confirm(method: string, path: string, { body, signal }: CallOptions) {
  const own = await read<{ items: unknown[] }>('/v1/me/passkeys?limit=1', { signal });
  if (own.items.length === 0) throw new PasskeyError('none');
  // Round-trips through JSON because undefined members are not sent and must not be signed.
  const act = toPasskeyAct(method, path, JSON.parse(JSON.stringify(toBody(body))));
  const challenge = await call<{ options: Parameters<typeof askPasskey>[0] }>('POST', '/v1/me/passkeys/challenge', {
    body: { act },
  });
  return askPasskey(challenge.options);
}

async function send(method: string, path: string, options: CallOptions & { key: string }): Promise<Response> {
  const { body, mediaType, background, signal, key } = options;
  const isFile = body instanceof Blob;
  const headers: Record<string, string> = { accept: 'application/json', ...options.headers };
  if (body !== undefined) headers['content-type'] = mediaType ?? 'application/json';
  if (background === true) headers['x-background'] = '1';
  if (method !== 'GET') {
    headers['idempotency-key'] = key;
    headers['x-csrf-token'] = sessionStore.get().session?.csrf ?? '';
  }
  try {
    const response = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      ...(signal === undefined ? {} : { signal }),
      ...(body === undefined ? {} : { body: isFile || typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    noteServerTime(response.headers.get('date'));
    return response;
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw noAnswer();
  }
}

async function readProblem(response: Response): Promise<HttpProblemError> {
  try {
    return new HttpProblemError(await readAnswer<ProblemBody>(response));
  } catch {
    return new HttpProblemError({
      type: 'urn:notice-desk:problem:unreadable',
      title: response.statusText,
      status: response.status,
      detail: `The desk answered ${response.status} without a reason.`,
    });
  }
}

export function read<T>(path: string, options: Pick<CallOptions, 'signal' | 'background'> = {}): Promise<T> {
  return call<T>('GET', path, options);
}
