import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline/promises';
import { createOzonePlatform } from '../../../../platforms/ozone/ozone-platform.js';
import type { PlatformClient } from '../../../../platforms/client.js';
import type { Db } from '../../../../registry/db.js';

const PROGRAM = new URL('ozone-main.mjs', import.meta.url).pathname;
export const DESK_DID = 'did:plc:noticedeskoftests000000';

interface Ready {
  password: string;
  ozones: { name: string; url: string; did: string }[];
}

export interface RunningOzone extends Ready {
  /** The desk's client; each one separate, as in processes that share a registry. */
  platform(
    db: Db,
    options?: { countryLabel?: string; resolverUrl?: string; through?: Record<string, string>; pageWithinMs?: number },
  ): PlatformClient;
  call(ozone: string, method: string, body: unknown): Promise<{ status: number; body: unknown }>;
  /** Labels in force as viewers read them, by Ozone, from its public endpoint. */
  labelsOf(ozone: string, uri: string): Promise<string[]>;
  stop(): Promise<void>;
}

export async function startOzone(databaseUrl: string, countries: readonly string[]): Promise<RunningOzone> {
  const child = spawn(process.execPath, [PROGRAM, databaseUrl, countries.join(',')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // Ozone's own use of pg is deprecated, which does not concern us.
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = (await Promise.race([firstLine(child.stdout), ended.then(() => null)])) as Ready | null;
  if (ready === null) throw new Error('Ozone has not started.');
  const findUrl = (name: string) => ready.ozones.find((ozone) => ozone.name === name)?.url ?? '';
  return {
    ...ready,
    platform: (db, { countryLabel, resolverUrl, through = {}, ...retryBudget } = {}) =>
      createOzonePlatform({
        db,
        ozones: ready.ozones.map(({ name, url }) => ({ name, url: through[name] ?? url, password: ready.password })),
        identifier: DESK_DID,
        countryLabel: countryLabel ?? null,
        resolverUrl: resolverUrl ?? null,
        ...retryBudget,
      }),
    async call(ozone, method, body) {
      const response = await fetch(`${findUrl(ozone)}/xrpc/${method}`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`admin:${ready.password}`).toString('base64')}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: await response.json() };
    },
    async labelsOf(ozone, uri) {
      const response = await fetch(
        `${findUrl(ozone)}/xrpc/com.atproto.label.queryLabels?uriPatterns=${encodeURIComponent(uri)}`,
      );
      const { labels } = (await response.json()) as { labels: { val: string; neg?: boolean }[] };
      return labels.filter(({ neg }) => neg !== true).map(({ val }) => val);
    },
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<unknown> {
  for await (const line of createInterface({ input: stream })) return JSON.parse(line);
  return null;
}
