import { createHash } from 'node:crypto';
import { Agent, fetch, type Response } from 'undici';
import { getErrorCode, getErrorMessage } from '../../../../domain/error-parts.js';
import { readMarkup, toLines } from '../../../../domain/rulebook/law-page.js';
import { createPublicAgent, isPrivateHost, PrivateAddress } from '../../../../letters/public-network.js';

/** `text` null: the page is no text, like a PDF file; its hash is of the file. */
export type PageReading = { sha256: string; text: string | null } | { problem: string };

const TIMEOUT_MS = 30_000;
/** The longest law on file has 2 MiB as HTML. */
const MAX_BYTES = 16 * 2 ** 20;
const MAX_REDIRECTS = 5;

class Unreadable extends Error {}

const guarded = createPublicAgent(TIMEOUT_MS);
const loopback = new Agent();

const isLoopback = ({ protocol, hostname }: URL) => protocol === 'http:' && /^(127\.0\.0\.1|localhost)$/.test(hostname);

/**
 * Reads a page of law: over https, from public addresses and the named host alone. Plain http is tried as https, except
 * on this machine, where tests serve texts.
 */
export async function readPage(address: string): Promise<PageReading> {
  try {
    const response = await follow(new URL(address));
    const bytes = await readBytes(response);
    const type = response.headers.get('content-type') ?? '';
    const text = toText(bytes, type);
    const hashed = text ?? bytes;
    return { sha256: createHash('sha256').update(hashed).digest('hex'), text };
  } catch (error) {
    return { problem: describeFailure(error) };
  }
}

async function follow(first: URL): Promise<Response> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  let url = first;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
    const isLocal = isLoopback(url) && isLoopback(first);
    if (!isLocal) url.protocol = 'https:';
    if (!isLocal && isPrivateHost(url)) throw new PrivateAddress();
    const headers = { 'user-agent': 'notice-desk', accept: 'text/html, text/plain, */*;q=0.5' };
    const response = await fetch(url, {
      redirect: 'manual',
      dispatcher: isLocal ? loopback : guarded,
      headers,
      signal,
    });
    const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
    if (location === null) return needFound(response);
    await response.body?.cancel();
    url = new URL(location, url);
    if (url.hostname !== first.hostname) throw new Unreadable(`It redirects to another host, ${url.hostname}.`);
  }
  throw new Unreadable('It redirects too often.');
}

async function needFound(response: Response): Promise<Response> {
  if (response.status === 200) return response;
  await response.body?.cancel();
  throw new Unreadable(`It answered ${response.status}.`);
}

async function readBytes({ body }: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Unreadable(`It is larger than ${MAX_BYTES / 2 ** 20} MiB.`);
    chunks.push(chunk);
  }
  if (size === 0) throw new Unreadable('It is empty.');
  return Buffer.concat(chunks);
}

const CHARSET = /charset=["']?([\w-]{1,30})/i;

function toText(bytes: Buffer, type: string): string | null {
  const isMarkup = /html|xml/i.test(type);
  if (!isMarkup && !/^text\/|json/i.test(type)) return null;
  const named = CHARSET.exec(type) ?? CHARSET.exec(bytes.subarray(0, 2_048).toString('latin1'));
  const decoded = decode(bytes, named?.[1] ?? 'utf-8');
  return isMarkup ? readMarkup(decoded) : toLines(decoded);
}

function decode(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

function describeFailure(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (cause instanceof Unreadable || cause instanceof PrivateAddress) return cause.message;
  if (error instanceof Error && error.name === 'TimeoutError')
    return `It did not answer within ${TIMEOUT_MS / 1_000} s.`;
  return `It cannot be reached (${getErrorCode(cause) ?? getErrorMessage(cause)}).`;
}
