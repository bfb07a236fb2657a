import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CliDeps } from '../../cli/deps.js';
import { DEMO_ROLES } from '../../cli/connection.js';
import { runCli } from '../../cli/program.js';

export interface SeenRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  as: string;
  idempotencyKey: string | undefined;
  contentType: string | undefined;
  text: string;
  body: Record<string, unknown>;
}

export interface FakeAnswer {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** Drops the connection after the request was read, as a crash would. */
  drop?: boolean;
}

export type Answerer = (request: SeenRequest) => FakeAnswer;

export class FakeDesk {
  readonly seen: SeenRequest[] = [];
  readonly home = mkdtempSync(join(tmpdir(), 'desk-cli-'));
  answer: Answerer = () => ({ status: 404, body: problem('not-found', 'Not found') });
  readonly server: Server;
  url = '';

  constructor() {
    this.server = createServer((request, response) => void this.receive(request, response));
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    const keys = Object.fromEntries(DEMO_ROLES.map((role) => [role, `key-of-${role}`]));
    const file = { pid: 1, api: this.url, platform: this.url, platformToken: 'key-of-platform', keys };
    writeFileSync(join(this.home, 'desk.json'), JSON.stringify(file));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
    rmSync(this.home, { recursive: true, force: true });
  }

  private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const url = new URL(request.url ?? '/', 'http://desk');
    const isJson = request.headers['content-type'] === 'application/json';
    const seen: SeenRequest = {
      method: request.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      as: (request.headers.authorization ?? '').replace('Bearer key-of-', ''),
      idempotencyKey: request.headers['idempotency-key'] as string | undefined,
      contentType: request.headers['content-type'],
      text,
      body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
    };
    this.seen.push(seen);
    const { status = 200, body, headers = {}, drop } = this.answer(seen);
    if (drop) return void request.socket.destroy();
    const type = status >= 400 ? 'application/problem+json' : 'application/json';
    response.writeHead(status, { 'content-type': type, ...headers });
    response.end(body === undefined ? '' : JSON.stringify(body));
  }
}

export function problem(slug: string, title: string, extra: Record<string, unknown> = {}) {
  return { type: `urn:notice-desk:problem:${slug}`, title, ...extra };
}

export const NOW_MS = Date.parse('2026-03-01T12:00:00Z');
export const ID = '0197c5a0-0000-7000-8000-000000000002';

export function aNotice(fields: Record<string, unknown> = {}) {
  return {
    id: ID,
    number: 'N-2026-000002',
    version: 7,
    stage: 'review',
    outcome: null,
    kind: 'blocking_order',
    authority: { id: 'in-meity', name: 'MeitY' },
    jurisdiction: 'IN',
    regime: { id: 'IN-69A-EMERG', version: '2009-10-27' },
    reference: 'REF/1',
    subject: 'Block them',
    authenticity: 'channel_verified',
    secrecy: { level: 'open' },
    issuedAt: null,
    servedAt: null,
    receivedAt: '2026-03-01T11:00:00.000Z',
    assignee: null,
    nextDue: { clock: 'c1', kind: 'comply', dueAt: '2026-03-01T15:30:00.000Z' },
    counts: { targets: 3, undecided: 1, byAction: { withhold: 2 }, applied: 0, failed: 0, restored: 0 },
    submission: null,
    links: [],
    alert: [],
    allowedCommands: ['decide', 'submit'],
    ...fields,
  };
}

export interface RunResult {
  code: number;
  out: string;
  err: string;
  slept: number[];
}

/** Runs one command line against the desk. Time only advances by sleeps. */
export async function run(
  desk: FakeDesk,
  args: readonly string[],
  {
    env,
    stdin = '',
    fetch = globalThis.fetch,
    runProgram = () => Promise.reject(new Error('no program runs here')),
    ids: prefix = 'id',
  }: Partial<Pick<CliDeps, 'env' | 'fetch' | 'runProgram'>> & { ids?: string } & { stdin?: string } = {},
): Promise<RunResult> {
  const result: RunResult = { code: -1, out: '', err: '', slept: [] };
  let nowMs = NOW_MS;
  let ids = 0;
  const deps: CliDeps = {
    env: env ?? { DESK_HOME: desk.home },
    fetch,
    stdin: (async function* () {
      yield Buffer.from(stdin);
    })(),
    stdout: { write: (text) => (result.out += text) },
    stderr: { write: (text) => (result.err += text) },
    nowMs: () => nowMs,
    sleep: async (ms) => {
      result.slept.push(ms);
      nowMs += ms;
    },
    newId: () => `${prefix}-${(ids += 1)}`,
    runProgram,
  };
  result.code = await runCli(args, deps);
  return result;
}

export function deskOfFile(): FakeDesk {
  const desk = new FakeDesk();
  const { answer } = desk;
  beforeAll(() => desk.start());
  beforeEach(() => {
    desk.seen.length = 0;
    desk.answer = answer;
  });
  afterAll(() => desk.stop());
  return desk;
}
