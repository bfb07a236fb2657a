import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from './atomic-file.js';
import type { DemoName } from './doubles/demo-people.js';
import type { TlsFiles } from './temporal/server-tls.js';

/** Where a ready desk can be found. Other programs read this file: names and shapes are fixed. */
export interface DeskFile {
  pid: number;
  api: string;
  /** Every API; the first is `api`. */
  apis: readonly string[];
  console: string;
  outbox: string;
  /** `tls`: paths of what the server asks to be shown (PEM); absent where it asks nothing. */
  temporal: { address: string; namespace: string; ui: string; tls?: TlsFiles };
  /** Of the registry's login that only reads. */
  database: string;
  smtp: string;
  /** Where mail to the desk is handed over. */
  inbound: string;
  platform: string;
  platformToken: string;
  keys: Record<DemoName, string>;
}

/** Writes DESK_HOME/desk.json (0600); its presence means ready. */
export function writeDeskFile(home: string, content: DeskFile): void {
  writePrivateFile(join(home, 'desk.json'), `${JSON.stringify(content, null, 2)}\n`);
}

/** Removes DESK_HOME/desk.json, also one left by a killed desk. */
export function removeDeskFile(home: string): void {
  rmSync(join(home, 'desk.json'), { force: true });
}
