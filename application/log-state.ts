import { open, readFile, rename, rm } from 'node:fs/promises';
import { z } from 'zod';
import { getErrorCode } from '../domain/error-parts.js';

export interface SignedTree {
  origin: string;
  size: number;
  root: Buffer;
}

export interface Adoption {
  from: 'empty' | 'last' | 'checkpoint';
  reason: string;
}

export interface StoredState {
  tree: SignedTree | null;
  /** Set once by an operator; cleared when it has been applied and logged. */
  adopt: Adoption | null;
}

/**
 * The last tree signed, stored where no database login reaches: the next signature has to continue it. Several API
 * processes may share a file or have one each.
 */
export interface LogState {
  /** Null where there is none; throws where it cannot be read. */
  read(): Promise<StoredState | null>;
  write(tree: SignedTree): Promise<void>;
}

const root = z.string().regex(/^[A-Za-z0-9+/]{43}=$/);
const adopt = z.object({ from: z.enum(['empty', 'last', 'checkpoint']), reason: z.string() });
const schema = z.union([
  z.object({ origin: z.string(), size: z.int().nonnegative(), root, adopt: adopt.optional() }),
  z.object({ adopt }),
]);

export function openLogState(path: string): LogState {
  return {
    async read() {
      const text = await readFile(path, 'utf8').catch((error: unknown) => {
        if (getErrorCode(error) === 'ENOENT') return null;
        throw error;
      });
      if (text === null) return null;
      const kept = schema.parse(JSON.parse(text));
      const tree = 'root' in kept ? { ...kept, root: Buffer.from(kept.root, 'base64') } : null;
      return { tree: tree && { origin: tree.origin, size: tree.size, root: tree.root }, adopt: kept.adopt ?? null };
    },
    async write({ origin, size, root: hash }) {
      await writeWhole(path, `${JSON.stringify({ origin, size, root: hash.toString('base64') })}\n`);
    },
  };
}

/** Replaces the file atomically: a reader or a crash sees the old content or the new one. */
async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.new`;
  await rm(draft, { force: true });
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}
