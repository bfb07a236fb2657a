import { spawn } from 'node:child_process';
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { holdFreePort } from '../../../../desk/port.js';

export interface SynapseUser {
  id: string;
  token: string;
  ask(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<{ status: number; body: any }>; // oxlint-disable-line typescript/no-explicit-any -- tests look into answers
}

export interface RunningSynapse {
  url: string;
  register(name: string, options?: { admin?: boolean }): Promise<SynapseUser>;
  stop(): Promise<void>;
}

const SERVER = 'home.example';

/** Starts a real Synapse from a virtual environment, on a free port and its own SQLite file. */
export async function startSynapse(venv: string): Promise<RunningSynapse> {
  const home = await mkdtemp(join(tmpdir(), 'desk-synapse-'));
  const port = await holdFreePort({ preferred: [] });
  await port.release();
  const url = `http://127.0.0.1:${port.number}`;
  const secret = randomBytes(16).toString('hex');
  await writeFile(join(home, 'homeserver.yaml'), JSON.stringify(buildSettings({ home, port: port.number, secret })));
  await writeFile(join(home, 'log.yaml'), JSON.stringify({ version: 1, root: { level: 'ERROR', handlers: [] } }));
  const python = join(venv, 'bin', 'python');
  const args = ['-m', 'synapse.app.homeserver', '-c', join(home, 'homeserver.yaml'), '--generate-keys'];
  await once(spawn(python, args, { cwd: home, stdio: 'ignore' }), 'exit');
  const child = spawn(python, args.slice(0, -1), { cwd: home, stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  await Promise.race([whenHealthy(url), ended.then(() => Promise.reject(new Error('Synapse has not started.')))]);
  return {
    url,
    register: (name, { admin = false } = {}) => register(url, { name, admin, secret }),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** YAML accepts JSON. Rate limits are off except for what an administrator sets. */
function buildSettings({ home, port, secret }: { home: string; port: number; secret: string }) {
  const unlimited = { per_second: 10_000, burst_count: 10_000 };
  return {
    server_name: SERVER,
    pid_file: join(home, 'pid'),
    listeners: [{ port, type: 'http', bind_addresses: ['127.0.0.1'], resources: [{ names: ['client'] }] }],
    database: { name: 'sqlite3', args: { database: join(home, 'homeserver.db') } },
    log_config: join(home, 'log.yaml'),
    media_store_path: join(home, 'media'),
    signing_key_path: join(home, 'signing.key'),
    registration_shared_secret: secret,
    macaroon_secret_key: secret,
    form_secret: secret,
    report_stats: false,
    trusted_key_servers: [],
    server_notices: { system_mxid_localpart: 'notices', system_mxid_display_name: 'Notices', room_name: 'Notices' },
    rc_message: unlimited,
    rc_joins: { local: unlimited, remote: unlimited },
    rc_admin_redaction: unlimited,
  };
}

async function whenHealthy(url: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const isUp = await fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await sleep(100);
  }
  throw new Error('Synapse has not become healthy.');
}

async function register(
  url: string,
  { name, admin, secret }: { name: string; admin: boolean; secret: string },
): Promise<SynapseUser> {
  const path = `${url}/_synapse/admin/v1/register`;
  const { nonce } = (await (await fetch(path)).json()) as { nonce: string };
  const password = randomUUID();
  const signed = [nonce, name, password, admin ? 'admin' : 'notadmin'].join('\0');
  const mac = createHmac('sha1', secret).update(signed).digest('hex');
  const body = JSON.stringify({ nonce, username: name, password, admin, mac });
  const answer = await fetch(path, { method: 'POST', body });
  const { user_id, access_token } = (await answer.json()) as { user_id: string; access_token: string };
  return {
    id: user_id,
    token: access_token,
    async ask(method, of, content) {
      const response = await fetch(`${url}${of}`, {
        method,
        headers: { authorization: `Bearer ${access_token}` },
        ...(content === undefined ? {} : { body: JSON.stringify(content) }),
      });
      return { status: response.status, body: await response.json() };
    },
  };
}
