import { createReadStream, readFileSync } from 'node:fs';
import { getErrorCode } from '../domain/error-parts.js';
import type { CliDeps } from './deps.js';
import { RefusedError, UsageError } from './exit.js';

/** Throws an error with the path and what to do if the file cannot be read. */
export function readFileBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw refuseUnreadable(path, error);
  }
}

function refuseUnreadable(path: string, error: unknown): RefusedError {
  const code = getErrorCode(error);
  if (code === 'ENOENT') return new RefusedError(`${path} does not exist. Check the path.`);
  if (code === 'EISDIR') return new RefusedError(`${path} is a folder; a file is needed.`);
  return new RefusedError(`${path} cannot be read (${code ?? 'unknown reason'}).`);
}

/** Streams a file that may not fit into memory. Throws as `readFileBytes` does. */
export async function* readFileStream(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path)) yield Buffer.from(chunk);
  } catch (error) {
    throw refuseUnreadable(path, error);
  }
}

/** Reads a file, or standard input for `-`. */
export async function readFile(path: string, stdin: CliDeps['stdin']): Promise<Buffer> {
  return path === '-' ? drain(stdin) : readFileBytes(path);
}

/** Reads a text file, or standard input for `-`. Throws if it is not UTF-8. */
export async function readInput(path: string, stdin: CliDeps['stdin']): Promise<string> {
  const bytes = await readFile(path, stdin);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${path === '-' ? 'Standard input' : path} is not UTF-8 text. Convert it first.`);
  }
}

/**
 * Yields lines as they arrive, without line ends. Splits only at a line feed: JSON text may contain the other
 * separators at which Node's line reader splits.
 */
export async function* readInputLines(stdin: CliDeps['stdin']): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stdin) {
    const parts = (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })).split('\n');
    parts[0] = rest + (parts[0] ?? '');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

async function drain(stdin: CliDeps['stdin']): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks);
}
