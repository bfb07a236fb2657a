import { createLetterPrinter } from '../../letters/pdf/letter-printer.js';
import { createServiceSender } from '../../domain/letters/letter-sender.js';
import { sql } from 'kysely';
import pino from 'pino';
import { uuidv7 } from 'uuidv7';
import type { Api, ApiContext } from '../../api/context.js';
import { buildServer } from '../../api/server.js';
import type { Engine } from '../../client/engine.js';
import { ROLES, type Role } from '../../domain/people/permission.js';
import type { SpeaksFor } from '../../domain/people/speaks-for.js';
import { seedAuthorities } from '../../registry/people/authorities.js';
import { openDatabase, type Db } from '../../registry/db.js';
import { insertApiKey, makeApiKey, upsertPerson } from '../../registry/people/people.js';
import { openRulebookStore, type RulebookStore } from '../../application/clocks/rulebook/rulebook-store.js';
import { makePushKey, readPushKey } from '../../config/push-key.js';
import { createKeyWrap } from '../../client/connection/key-wrap.js';
import { createNoticeKeys } from '../../client/connection/notice-keys.js';
import type { RegimeVersion } from '../../domain/rulebook/regime.js';
import type { Rulebook } from '../../rulebook/rulebook.js';
import { BUILT_IN_RULEBOOK, readRulebookContent } from '../../rulebook/load.js';
import type { StoredState, LogState } from '../../application/log-state.js';
import { createCheckpointSigner } from '../../application/checkpoint-signer.js';
import { APPROVAL_KEYS, AUDIT_KEY, RECEIPT_KEY } from './approval-keys.js';
import type { DomainEngine } from './domain-engine.js';
import { openAs } from './postgres/registry-logins.js';
import { noReleases } from './simulators/no-releases.js';
import { startRegistryPostgres } from './postgres/registry-postgres.js';

/** One for all desks of a test, so that two worlds differ in nothing else. */
const A_PUSH_KEY = readPushKey(makePushKey());
const A_PAYLOAD_KEY = Buffer.alloc(32, 7).toString('base64');

export const idleEngine: Engine = {
  start: async () => 'started',
  startAgain: async () => 'started',
  startOver: async () => 'started',
  send: async () => ({ kind: 'unknown', why: 'no engine in this test' }),
  describe: async () => ({ kind: 'running', stuck: null, foreign: null }),
  pendingSteps: async () => [],
  heldState: async () => null,
  async *listRunning() {},
  listFailing: async () => [],
  queues: async () => [{ name: 'notices', backlog: 0, oldestSeconds: null }],
  releases: noReleases,
  ping: async () => undefined,
  close: async () => undefined,
};

export interface ApiAnswer {
  statusCode: number;
  headers: Record<string, unknown>;
  body: string;
  rawPayload: Buffer;
  json(): any; // oxlint-disable-line typescript/no-explicit-any -- tests look at whatever came
}

export interface HarnessPerson {
  id: string;
  key: string;
}

export interface ApiHarness {
  app: Api;
  /** Connection as the server's superuser, which no process of the desk has. */
  db: Db;
  /** Connection as the worker. The API itself signs in as the API. */
  worker: Db;
  url: string;
  context: ApiContext;
  /** Checks the rulebook's folder only when a test calls it. */
  rulebookStore: RulebookStore;
  people: Record<Role, HarnessPerson>;
  get(path: string, as: Role | HarnessPerson | null, headers?: Record<string, string>): Promise<ApiAnswer>;
  post(path: string, as: Role | HarnessPerson, body: unknown, headers?: Record<string, string>): Promise<ApiAnswer>;
  /** Adds a person whose key speaks for no authority unless given. */
  addPerson(name: string, roles: Role[], speaksFor?: SpeaksFor): Promise<HarnessPerson>;
  /**
   * Requests a change that needs a second person and has it confirmed, by counsel by default; returns the
   * confirmation's answer.
   */
  agreed(path: string, body: unknown, second?: Role | HarnessPerson): Promise<ApiAnswer>;
  /** Loads the rulebook's folder as it is now: counsel and admin approve it, and it takes effect. */
  applyFolder(): Promise<void>;
  /** A gag under which two people can work: the named one, counsel by default, and a second approver. */
  gagged(named?: string): Promise<{ level: 'gagged'; people: string[] }>;
  receive(patch?: Record<string, unknown>): Promise<{ id: string; number: string }>;
  close(): Promise<void>;
}

async function addPerson(db: Db, name: string, roles: Role[], speaksFor: SpeaksFor = []): Promise<HarnessPerson> {
  const person = await upsertPerson(db, { id: uuidv7(), name, email: `${name.toLowerCase()}@desk.example`, roles });
  const { id, secret, text } = makeApiKey();
  await insertApiKey(db, { id, secret, personId: person.id, name: `${name} key`, roles, expiresAt: null, speaksFor });
  return { id: person.id, key: text };
}

const MAIL_CATCHER = `
create schema mail_catcher;
create table mail_catcher.message (id uuid primary key, message_id text, envelope_from text not null, envelope_to text[] not null,
  headers jsonb not null, subject text, text text, html text, raw text not null, received_at timestamptz not null default now());
grant usage on schema mail_catcher to notice_desk_api;
grant select on mail_catcher.message to notice_desk_api;`;

/** The built-in law without secrecy, which most tests do not need. */
function withoutSecrecy(rulebook: Rulebook): Rulebook {
  const open = <Found extends RegimeVersion | undefined>(version: Found): Found =>
    version && { ...version, secrecy: null };
  const regimeById: Rulebook['regimeById'] = (id) => {
    const regime = rulebook.regimeById(id);
    return regime && { ...regime, versions: regime.versions.map(open) };
  };
  return { ...rulebook, regimeById, regimeAt: (...args) => open(rulebook.regimeAt(...args)) };
}

function newLogState(): LogState {
  let kept: StoredState = { tree: null, adopt: null };
  return {
    read: async () => kept,
    async write(tree) {
      kept = { tree, adopt: null };
    },
  };
}

/**
 * Starts a whole API on its own PostgreSQL, whose law keeps nothing secret unless asked for. One per file: call `close`
 * at the end. `shippedDir` is the law that its release ships, which is that of the folder unless given.
 */
export async function startApi(
  patch: Partial<ApiContext> = {},
  {
    rulebookDir = BUILT_IN_RULEBOOK,
    shippedDir = rulebookDir,
    lawSecrecy = false,
  }: { rulebookDir?: string; shippedDir?: string; lawSecrecy?: boolean } = {},
): Promise<ApiHarness> {
  const postgres = await startRegistryPostgres();
  const db = openDatabase({ url: postgres.url, maxConnections: 8 });
  const api = openAs(postgres.url, 'api');
  const gate = openAs(postgres.url, 'api', 4);
  const worker = openAs(postgres.url, 'worker');
  await sql.raw(MAIL_CATCHER).execute(db);
  const logger = pino({ level: process.env['TEST_LOG'] ?? 'fatal' });
  const rulebookStore = await openRulebookStore({
    db: api,
    dir: rulebookDir,
    shipped: () => readRulebookContent(shippedDir),
    logger,
    settleMs: 0,
    signer: APPROVAL_KEYS.editionSigner,
  });
  await rulebookStore.refresh();
  await seedAuthorities(db, rulebookStore.present().rulebook.authorities);
  const people = {} as Record<Role, HarnessPerson>;
  // The tests' intake is every authority's own channel, as the demo's is.
  for (const role of ROLES) people[role] = await addPerson(db, role, [role], role === 'intake' ? 'all' : []);
  const context: ApiContext = {
    db: api,
    gate,
    engine: idleEngine,
    keys: createNoticeKeys(api, createKeyWrap({ current: A_PAYLOAD_KEY, former: [] })),
    accepted: new Set(),
    signer: APPROVAL_KEYS.signer,
    editionSigner: APPROVAL_KEYS.editionSigner,
    auditSigner: createCheckpointSigner(AUDIT_KEY),
    logState: newLogState(),
    receiptKey: RECEIPT_KEY,
    letterPrinter: createLetterPrinter(undefined, createServiceSender('Notice Desk')),
    letterKey: null,
    pushKey: A_PUSH_KEY?.publicKey ?? null,
    approvalKeys: [APPROVAL_KEYS.published],
    startedAt: new Date(),
    get rulebook() {
      return lawSecrecy ? rulebookStore.present().rulebook : withoutSecrecy(rulebookStore.present().rulebook);
    },
    get rulebookEdition() {
      return rulebookStore.present().edition;
    },
    rulebookState: rulebookStore.state,
    rulebookDir,
    massTargets: 1000,
    widerScope: 'flag',
    secondReviewPercent: 0,
    reconcileEveryMs: null,
    ratifyWithinMinutes: 1_440,
    contactDelaySeconds: 86_400,
    gaggedPeople: ['role:counsel'],
    stepUp: false,
    lawWatch: false,
    subscriber: null,
    transparencyDatabase: null,
    lumen: null,
    publicStatements: true,
    relyingParty: { id: 'desk.test', origin: 'http://desk.test' },
    canary: true,
    rateLimit: null,
    trustedProxies: ['loopback'],
    letterSender: createServiceSender('Notice Desk'),
    companyLanguages: ['en'],
    mailDnsFile: null,
    ownAddress: 'desk@desk.example',
    temporalUi: 'http://127.0.0.1:8233',
    temporalNamespace: 'default',
    openLinks: [],
    embedded: true,
    traced: false,
    metricsToken: 'scrape-me',
    sdkMetrics: async () => '',
    signIn: null,
    trustEmail: false,
    publicUrl: 'http://desk.test',
    demoPeople: [],
    sessionLimits: { idleMinutes: 30, lengthMinutes: 720 },
    consoleDir: '/nowhere/no-console',
    now: () => new Date(),
    newId: uuidv7,
    ...patch,
  };
  const app = await buildServer(context, logger);
  await app.ready();
  const bearer = (as: Role | HarnessPerson | null) =>
    as === null ? {} : { authorization: `Bearer ${typeof as === 'string' ? people[as].key : as.key}` };
  const get: ApiHarness['get'] = (path, as, headers = {}) =>
    app.inject({ method: 'GET', url: path, headers: { ...bearer(as), ...headers } });
  const post: ApiHarness['post'] = (path, as, body, headers = {}) =>
    app.inject({ method: 'POST', url: path, headers: { ...bearer(as), ...headers }, payload: body as object });
  return {
    app,
    db,
    worker,
    url: postgres.url,
    context,
    rulebookStore,
    people,
    get,
    post,
    addPerson: (name, roles, speaksFor) => addPerson(db, name, roles, speaksFor),
    async agreed(path, body, second = 'counsel') {
      const change = await post(path, 'admin', body);
      if (change.statusCode !== 202) throw new Error(change.body);
      return post(`/v1/changes/${change.json().change}/confirm`, second, {});
    },
    async applyFolder() {
      await rulebookStore.refresh();
      const { items } = (await get('/v1/rulebook/editions', 'counsel')).json();
      const waiting = items.find(({ state }: { state: string }) => state === 'proposed');
      if (waiting === undefined) return;
      for (const as of ['counsel', 'admin'] as const) {
        const answer = await post(`/v1/rulebook/editions/${waiting.digest}/approve`, as, {});
        if (answer.statusCode !== 200) throw new Error(answer.body);
      }
      await rulebookStore.refresh();
    },
    async gagged(named = people.counsel.id) {
      const second = await addPerson(db, 'Sworn', ['approver']);
      return { level: 'gagged', people: [named, second.id] };
    },
    async receive(notice = {}) {
      const body = {
        kind: 'blocking_order',
        authority: 'in-meity',
        jurisdiction: 'IN',
        reference: 'A/1',
        subject: 'Direction',
        targets: [{ type: 'account', locator: '@one' }],
        ...notice,
      };
      const response = await post('/v1/notices', 'intake', body, { 'idempotency-key': uuidv7() });
      if (response.statusCode !== 201) throw new Error(response.body);
      return response.json();
    },
    async close() {
      await app.close();
      await Promise.all([db, api, gate, worker].map((one) => one.destroy()));
      await postgres.stop();
    },
  };
}

/** Returns the log entries of auditors who viewed a secret notice without being cleared. */
export async function listSecretReads(api: ApiHarness, notice: string) {
  return (await listAccesses(api, notice)).filter(({ detail }) => detail['cleared'] !== true);
}

export async function listAccesses({ db }: ApiHarness, notice: string) {
  return db
    .selectFrom('audit_entry')
    .select('detail')
    .where('notice_id', '=', notice)
    .where('action', '=', 'secret_read')
    .execute();
}

/** Starts an API whose notices follow the domain's own decisions, without Temporal. */
export async function startDomainApi(
  engine: DomainEngine,
  patch: Partial<ApiContext> = {},
  options: Parameters<typeof startApi>[1] = {},
): Promise<ApiHarness> {
  const api = await startApi({ engine, ...patch }, options);
  engine.attach(api.worker);
  return api;
}
