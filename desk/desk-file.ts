import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from './atomic-file.js';
import type { DemoName } from './simulators/demo-people.js';
import type { TlsFiles } from './temporal/server-tls.js';

/** Addresses of a ready desk. Other programs read this file, so names and shapes are fixed. */
export interface DeskFile {
  pid: number;
  api: string;
  /** Every API; the first is `api`. */
  apis: readonly string[];
  console: string;
  outbox: string;
  /** `tls`: paths of the PEM files that the server requires; absent if it requires none. */
  temporal: { address: string; namespace: string; ui: string; tls?: TlsFiles };
  /** URL with the registry's read-only login. */
  database: string;
  smtp: string;
  /** Address of the SMTP server that accepts mail for the desk. */
  inbound: string;
  /** URLs for Prometheus, one of each process that calls Temporal. */
  metrics: readonly string[];
  platform: string;
  platformToken: string;
  keys: Record<DemoName, string>;
}

/** Writes `DESK_HOME/desk.json` (0600); its presence means that the desk is ready. */
export function writeDeskFile(home: string, content: DeskFile): void {
  writePrivateFile(join(home, 'desk.json'), `${JSON.stringify(content, null, 2)}\n`);
}

/** Removes `DESK_HOME/desk.json`, including one left by a killed desk. */
export function removeDeskFile(home: string): void {
  rmSync(join(home, 'desk.json'), { force: true });
}
