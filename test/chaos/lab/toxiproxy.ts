import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { inheritedEnv, machineEnv } from '../../../config/env.js';
import { openCacheFolder } from '../../../desk/cache-folder.js';
import { holdFreePort } from '../../../desk/port.js';

const run = promisify(execFile);

/** Release of the Go module github.com/Shopify/toxiproxy/v2. */
const VERSION = '2.12.0';
const BUILD_LIMIT_MS = 15 * 60_000;
const UP_WITHIN_MS = 20_000;

export interface Toxic {
  type: 'latency' | 'bandwidth' | 'reset_peer' | 'timeout' | 'slow_close' | 'limit_data' | 'slicer';
  attributes: Record<string, number>;
}

export interface Toxiproxy {
  url: string;
  setDown(name: string, isDown: boolean): Promise<void>;
  spoil(name: string, toxic: Toxic): Promise<void>;
  heal(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts toxiproxy, built once with Go. Throws with Go's error output if that fails. */
export async function startToxiproxy(home: string, say: (text: string) => void): Promise<Toxiproxy> {
  const binary = await findToxiproxy(home, say);
  const port = await holdFreePort();
  await port.release();
  const child = spawn(binary, ['-host', '127.0.0.1', '-port', String(port.number)], {
    stdio: 'ignore',
    env: { ...inheritedEnv(), LOG_LEVEL: 'error' },
    detached: true,
  });
  const url = `http://127.0.0.1:${port.number}`;
  await untilUp(url);
  return {
    url,
    setDown: (name, isDown) => ask(url, 'POST', `/proxies/${name}`, { enabled: !isDown }),
    spoil: async (name, { type, attributes }) => {
      for (const stream of ['upstream', 'downstream'])
        await ask(url, 'POST', `/proxies/${name}/toxics`, { type, attributes, stream, toxicity: 1 });
    },
    heal: () => ask(url, 'POST', '/reset', {}),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/**
 * Adds a proxy in front of an address, at its own port unless one is named; returns where it listens, as `host:port`.
 */
export async function addProxy(url: string, name: string, upstream: string, port = 0): Promise<string> {
  const response = await fetch(`${url}/proxies`, {
    method: 'POST',
    body: JSON.stringify({ name, listen: `127.0.0.1:${port}`, upstream, enabled: true }),
  });
  const text = await response.text();
  if (response.status !== 201) throw new Error(`toxiproxy: ${response.status} ${text}`);
  const { listen } = JSON.parse(text) as { listen: string };
  return listen;
}

async function ask(url: string, method: string, path: string, body: unknown): Promise<void> {
  const response = await fetch(`${url}${path}`, { method, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`toxiproxy ${path}: ${response.status} ${text}`);
}

async function untilUp(url: string): Promise<void> {
  for (const until = Date.now() + UP_WITHIN_MS; Date.now() < until; await sleep(50)) {
    const isUp = await fetch(`${url}/version`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
  }
  throw new Error('toxiproxy does not come up.');
}

async function findToxiproxy(home: string, say: (text: string) => void): Promise<string> {
  const cacheFolder = openCacheFolder(home);
  const target = join(cacheFolder, `toxiproxy-${VERSION}-${process.platform}-${process.arch}`);
  if (existsSync(target)) return target;
  say(`  building toxiproxy once: github.com/Shopify/toxiproxy/v2 v${VERSION}, about a minute, into ${target}`);
  mkdirSync(cacheFolder, { recursive: true });
  const draft = mkdtempSync(join(cacheFolder, '.toxiproxy-'));
  try {
    const module = `github.com/Shopify/toxiproxy/v2/cmd/server@v${VERSION}`;
    await run('go', ['install', '-trimpath', '-ldflags=-s -w', module], {
      cwd: draft,
      env: { ...machineEnv(), GOBIN: draft, CGO_ENABLED: '0' },
      timeout: BUILD_LIMIT_MS,
    });
    renameSync(join(draft, 'server'), target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return target;
}
