import { existsSync, readFileSync } from 'node:fs';
import { getErrorMessage } from '../domain/error-parts.js';
import { join, resolve } from 'node:path';
import type { CliDeps } from './deps.js';
import { RefusedError, UsageError } from './exit.js';

/** The people of the embedded desk, by the name of their key in `desk.json`. */
export const DEMO_ROLES = [
  'intake',
  'reviewer',
  'reviewer2',
  'approver',
  'approver2',
  'counsel',
  'ops',
  'auditor',
  'admin',
] as const;
export type DemoRole = (typeof DEMO_ROLES)[number];

/** Written by the embedded desk when it is ready (docs/integrating/interface.md, Starting). */
export interface CliDeskFile {
  pid?: number;
  api: string;
  console?: string;
  platform?: string;
  platformToken?: string;
  keys: Partial<Record<DemoRole, string>>;
}

export interface DeskConnection {
  url: string;
  /** Undefined for calls that need no key. */
  key: string | undefined;
  /** The `desk.json` entry in use; undefined if the key is from `DESK_KEY`. */
  role: DemoRole | undefined;
}

export const HOW_TO_START = 'Start the embedded desk with `npm start`, or set DESK_URL and DESK_KEY.';

export function deskHome(env: CliDeps['env']): string {
  return resolve(env.DESK_HOME || 'data');
}

/** Returns null if no desk runs on that home; throws `RefusedError` if the file is unreadable. */
export function findDeskFile(env: CliDeps['env']): CliDeskFile | null {
  const path = join(deskHome(env), 'desk.json');
  if (!existsSync(path)) return null;
  try {
    const file = JSON.parse(readFileSync(path, 'utf8')) as CliDeskFile;
    return { ...file, keys: file.keys ?? {} };
  } catch (error) {
    throw new RefusedError(`${path} cannot be read: ${getErrorMessage(error)}. Restart the desk to write it again.`);
  }
}

/**
 * Returns the address and key for one command. `DESK_URL` and `DESK_KEY` take precedence over `desk.json`; `as` picks
 * one of its keys.
 */
export function connect(
  env: CliDeps['env'],
  { as, usual }: { as?: DemoRole | undefined; usual: DemoRole },
): DeskConnection {
  if (env.DESK_KEY) {
    if (as !== undefined) {
      throw new UsageError(
        '--as picks a key of the embedded desk, but DESK_KEY already sets the key. Use only one of them.',
      );
    }
    return { url: deskUrl(env), key: env.DESK_KEY, role: undefined };
  }
  const file = findDeskFile(env);
  if (file === null) {
    const missing = env.DESK_URL ? 'DESK_URL is set but DESK_KEY is not' : `No desk found in ${deskHome(env)}`;
    throw new RefusedError(`${missing}. ${HOW_TO_START} DESK_HOME sets another home directory.`);
  }
  const role = as ?? usual;
  const key = file.keys[role];
  if (key === undefined) throw new RefusedError(`desk.json has no key for ${role}. Set DESK_URL and DESK_KEY instead.`);
  return { url: trimUrl(env.DESK_URL || file.api), key, role };
}

function deskUrl(env: CliDeps['env']): string {
  const url = env.DESK_URL || findDeskFile(env)?.api;
  if (!url) throw new RefusedError(`DESK_KEY is set but DESK_URL is not. Set it, e.g. DESK_URL=http://127.0.0.1:8080.`);
  return trimUrl(url);
}

function trimUrl(text: string): string {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
    throw new UsageError(`DESK_URL is ${JSON.stringify(text)}; expected an address such as http://127.0.0.1:8080.`);
  }
  return text.replace(/\/+$/, '');
}
