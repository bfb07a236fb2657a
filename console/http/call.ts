import { answerOf } from './answer.js';
import { noteServerTime } from '../state/now.js';
import { noAnswer, ProblemError, type ProblemBody } from './problem.js';
import { sessionStore, signedInAgain } from './session.js';

export interface CallOptions {
  /** A value sent as JSON, or a file sent as it is. */
  body?: unknown;
  /** Media type of a file. */
  mediaType?: string;
  headers?: Record<string, string>;
  /** Asked by the screen itself and not by the person: does not keep a session from ending. */
  background?: boolean;
  signal?: AbortSignal | undefined;
  /** Names the act: the same key again is the same act. Made up when left out. */
  key?: string;
}

/** 128 random bits as text; `crypto.randomUUID` is missing on plain-HTTP hosts. */
export function makeKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * One request to the desk. An act carries its key, so that repeating it after a lost answer or a new sign-in does it
 * once. When the session has ended the call waits until the person has signed in again and then goes on.
 */
export async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
  const key = options.key ?? makeKey();
  for (;;) {
    const response = await send(method, path, { ...options, key });
    if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
    const problem = await readProblem(response);
    if (problem.status !== 401 || sessionStore.get().session === null) throw problem;
    sessionStore.set((before) => ({ ...before, expired: true }));
    await signedInAgain();
  }
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

async function readProblem(response: Response): Promise<ProblemError> {
  try {
    return new ProblemError(await answerOf<ProblemBody>(response));
  } catch {
    return new ProblemError({
      type: 'urn:notice-desk:problem:unreadable',
      title: response.statusText,
      status: response.status,
      detail: `The desk answered ${response.status} without a reason.`,
    });
  }
}

/** Reads one page or one thing. */
export function read<T>(path: string, options: Pick<CallOptions, 'signal' | 'background'> = {}): Promise<T> {
  return call<T>('GET', path, options);
}
