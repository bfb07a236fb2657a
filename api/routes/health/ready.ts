import { sql } from 'kysely';
import { alertKind } from '../../../registry/ops/alerts.js';
import { countLivingWorkers, type QueueWorkers } from '../../../registry/ops/worker-heartbeats.js';
import { isNoSecret } from '../../../registry/notices/secrecy.js';
import { findCanaryState, type CanaryState } from '../../../registry/ops/canary.js';
import { type ClockApart, findClocksApart } from '../../../registry/ops/clocks-apart.js';
import { findLastPass } from '../../../registry/ops/reconciling.js';
import type { Api, ApiContext } from '../../context.js';
import { readyView } from '../../../contract/ops.js';
import type { Finding, State } from './finding.js';
import { stateOfCanary } from './find-canary.js';
import { stateOfReconciler } from './find-reconciler.js';
import { NOT_KNOWN, withinTimeout } from './timeout.js';
import { stateOfClocks } from './find-clocks.js';
import { stateOfMailIn } from './find-mail-in.js';
import { findWatchdog } from './find-watchdog.js';
import { stateOfWorkers } from './find-workers.js';
import { timeRequests } from './request-times.js';

type RequestTimes = ReturnType<typeof timeRequests>;

interface Part extends Finding {
  since: string;
}

/** Anyone may call this, so the checks run at most this often. */
const KEPT_MS = 1_000;
const NEEDED: readonly string[] = ['registry', 'engine'];

async function answers(name: string, work: Promise<Record<string, number> | void>): Promise<Finding> {
  const from = performance.now();
  let facts: Record<string, number> = {};
  const isThere = await withinTimeout(work.then((found) => (facts = found ?? {})));
  if (!isThere) return { name, state: 'down', detail: 'Does not respond.' };
  const figures = { ms: Math.max(1, Math.round(performance.now() - from)), ...facts };
  return { name, state: 'up', detail: `Responds in ${figures.ms} ms.`, figures };
}

async function askRegistry({ db }: ApiContext): Promise<Record<string, number>> {
  const { rows } = await sql<{ used: number; max: number }>`
    select (select count(*)::integer from pg_stat_activity where datname = current_database()) as used,
      current_setting('max_connections')::integer as max`.execute(db);
  return { ...rows[0] };
}

/** Readiness is public, so alerts about secret notices are left out. */
function openAlerts() {
  return sql`(
    select alert.* from alert left join notice on notice.id = alert.notice_id
    where alert.notice_id is null or ${isNoSecret()}) as alert`;
}

/** Only the workers contact the platform and the pager; failures appear as alerts. */
async function findOutside({ db }: ApiContext): Promise<Finding[]> {
  interface Outside {
    platform: number;
    platform_since: Date | null;
    pager: number;
    pager_missing: number;
    page_at: Date | null;
    page_accepted: boolean | null;
  }
  let row: Outside | undefined;
  const answered = await withinTimeout(
    sql<Outside>`
      with open as (select kind, since from ${openAlerts()} where resolved_at is null),
        page as (
          select message.created_at, message.accepted_at from staff_message message join notice on notice.id = message.notice_id
          where message.channel = 'page' and ${isNoSecret()} order by message.created_at desc limit 1)
      select count(*) filter (where kind = ${alertKind('platform_outage')})::integer as platform,
        min(since) filter (where kind = ${alertKind('platform_outage')}) as platform_since,
        count(*) filter (where kind = ${alertKind('pager_outage')})::integer as pager,
        count(*) filter (where kind = ${alertKind('pager_missing')})::integer as pager_missing,
        (select created_at from page) as page_at, (select accepted_at is not null from page) as page_accepted
      from open`
      .execute(db)
      .then(({ rows }) => (row = rows[0])),
  );
  if (!answered || row === undefined)
    return ['platform', 'pager'].map((name) => ({ name, state: 'degraded', detail: NOT_KNOWN }));
  return [stateOfPlatform(row.platform, row.platform_since), stateOfPager(row)];
}

function stateOfPlatform(waiting: number, since: Date | null): Finding {
  const name = 'platform';
  if (waiting === 0 || since === null) return { name, state: 'up', detail: 'No calls are waiting.' };
  const at = since.toISOString();
  const figures = { waiting, at };
  return { name, state: 'down', detail: `Refusing calls since ${at}. Notices waiting: ${waiting}.`, figures };
}

function stateOfPager(row: {
  pager: number;
  pager_missing: number;
  page_at: Date | null;
  page_accepted: boolean | null;
}): Finding {
  const name = 'pager';
  if (row.pager_missing > 0) return { name, state: 'down', detail: 'No pager is configured.' };
  const at = row.page_at?.toISOString();
  if (row.pager > 0) return { name, state: 'down', detail: 'Pages are not accepted.', ...(at && { figures: { at } }) };
  if (at === undefined) return { name, state: 'up', detail: 'No pages sent yet.' };
  const accepted = row.page_accepted === true ? 1 : 0;
  const detail = `Last page ${at}, ${accepted === 1 ? 'accepted' : 'not accepted yet'}.`;
  return { name, state: 'up', detail, figures: { at, accepted } };
}

async function findMail({ db }: ApiContext): Promise<Finding> {
  const name = 'mail';
  let failing = 0;
  let bounced = 0;
  const answered = await withinTimeout(
    sql<{ open: number; bounced: number }>`
      select count(*) filter (where kind = ${alertKind('mail_outage')} and resolved_at is null)::integer as open,
        count(*) filter (where kind = ${alertKind('letter_bounced')} and since > now() - interval '1 day')::integer as bounced
      from ${openAlerts()}`
      .execute(db)
      .then(({ rows: [row] }) => ({ open: failing = 0, bounced = 0 } = row ?? { open: 0, bounced: 0 })),
  );
  if (!answered) return { name, state: 'degraded', detail: NOT_KNOWN };
  const figures = { waiting: failing, bounced };
  const back = bounced === 0 ? '' : ` Letters bounced in 24 h: ${bounced}.`;
  if (failing > 0)
    return {
      name,
      state: 'degraded',
      detail: `Mail is waiting for the mail server (open alerts: ${failing}).${back}`,
      figures,
    };
  const state = bounced > 0 ? 'degraded' : 'up';
  return { name, state, detail: `No mail is waiting for the mail server.${back}`, figures };
}

/** Heartbeats tell which processes live: Temporal would list dead workers for minutes. */
async function findLiving({ db }: ApiContext): Promise<Finding[]> {
  const name = 'workers';
  let queues: QueueWorkers[] = [];
  let apart: ClockApart[] = [];
  const answered = await withinTimeout(
    Promise.all([
      countLivingWorkers(db).then((found) => (queues = found)),
      findClocksApart(db).then((found) => (apart = found)),
    ]),
  );
  if (!answered) return [{ name, state: 'degraded', detail: NOT_KNOWN }];
  const mailIn = stateOfMailIn(queues);
  return [
    { name, ...stateOfWorkers(queues) },
    { name: 'clocks', ...stateOfClocks(apart) },
    ...(mailIn === null ? [] : [{ name: 'mail-in', ...mailIn }]),
  ];
}

async function findReconciler({ db, reconcileEveryMs }: ApiContext): Promise<Finding[]> {
  if (reconcileEveryMs === null) return [];
  const name = 'reconciler';
  let round: Awaited<ReturnType<typeof findLastPass>>;
  const answered = await withinTimeout(findLastPass(db).then((found) => (round = found)));
  if (!answered) return [{ name, state: 'degraded', detail: NOT_KNOWN }];
  return [{ name, ...stateOfReconciler(round, reconcileEveryMs) }];
}

async function findCanary({ db, canary }: ApiContext): Promise<Finding[]> {
  if (!canary) return [];
  const name = 'canary';
  let found: CanaryState | undefined;
  const answered = await withinTimeout(findCanaryState(db).then((state) => (found = state)));
  if (!answered || found === undefined) return [{ name, state: 'degraded', detail: NOT_KNOWN }];
  return [{ name, ...stateOfCanary(found) }];
}

/**
 * Shows whether the log is the signed one and every witness has its checkpoints, but neither its size nor when it grew:
 * that would reveal activity on secret notices.
 */
async function findAudit({ db }: ApiContext): Promise<Finding> {
  const name = 'audit';
  let open = { forked: 0, unsigned: 0, away: 0 };
  const answered = await withinTimeout(
    sql<typeof open>`
      select count(*) filter (where kind = ${alertKind('audit_forked')})::integer as forked,
        count(*) filter (where kind = ${alertKind('audit_unsigned')})::integer as unsigned,
        count(*) filter (where kind = ${alertKind('audit_witness_away')})::integer as away
      from alert where resolved_at is null`
      .execute(db)
      .then(({ rows: [row] }) => (open = row ?? open)),
  );
  if (!answered) return { name, state: 'degraded', detail: NOT_KNOWN };
  const figures = open;
  const degraded = (detail: string): Finding => ({ name, state: 'degraded', detail, figures });
  if (open.forked > 0) return degraded('The audit log does not match the signed checkpoint.');
  if (open.unsigned > 0) return degraded('The audit log is not signed.');
  if (open.away > 0) return degraded(`Witnesses that do not accept checkpoints: ${open.away}.`);
  return { name, state: 'up', detail: 'The audit log chain is intact.', figures };
}

/** Signed-in people continue to work and keys need no issuer, so a missing issuer only degrades the desk. */
async function findSignIn({ signIn }: ApiContext): Promise<Finding[]> {
  if (signIn === null) return [];
  const name = 'sign-in';
  return (await withinTimeout(signIn.ping()))
    ? [{ name, state: 'up', detail: 'The issuer responds.' }]
    : [{ name, state: 'degraded', detail: 'The issuer does not respond: new sign-ins are not possible.' }];
}

function stateOfApi(p99: number | null): Finding {
  const name = 'api';
  if (p99 === null) return { name, state: 'up', detail: 'Responds.' };
  return { name, state: 'up', detail: `99 % of requests were answered within ${p99} ms.`, figures: { p99 } };
}

function stateOfLinks({ openLinks }: ApiContext): Finding[] {
  if (openLinks.length === 0) return [];
  const detail = `Connections without TLS, allowed by DESK_INSECURE: ${openLinks.join(', ')}.`;
  return [{ name: 'links', state: 'degraded', detail }];
}

async function checkParts(context: ApiContext, times: RequestTimes): Promise<Finding[]> {
  const { engine } = context;
  const checks = [
    answers('registry', askRegistry(context)),
    answers('engine', engine.ping()),
    findMail(context),
    findWatchdog(context),
    findAudit(context),
  ];
  const [found, living, outside, signIn, reconciler, canary] = await Promise.all([
    Promise.all(checks),
    findLiving(context),
    findOutside(context),
    findSignIn(context),
    findReconciler(context),
    findCanary(context),
  ]);
  const api = stateOfApi(times.p99());
  return [
    api,
    ...found,
    ...living,
    ...outside,
    ...reconciler,
    ...canary,
    { name: 'rulebook', ...context.rulebookState() },
    ...signIn,
    ...stateOfLinks(context),
  ];
}

function createWatch(context: ApiContext, times: RequestTimes): () => Promise<Part[]> {
  const since = new Map<string, { state: State; at: string }>();
  let last: { atMs: number; parts: Promise<Part[]> } | undefined;
  const checkAll = async (): Promise<Part[]> => {
    const at = context.now().toISOString();
    return (await checkParts(context, times)).map(({ figures, ...finding }) => {
      const before = since.get(finding.name);
      const kept = before?.state === finding.state ? before : { state: finding.state, at };
      since.set(finding.name, kept);
      return { ...finding, since: kept.at, ...(figures === undefined ? {} : { figures }) };
    });
  };
  return () => {
    const nowMs = context.now().getTime();
    if (last === undefined || nowMs - last.atMs >= KEPT_MS || nowMs < last.atMs)
      last = { atMs: nowMs, parts: checkAll() };
    return last.parts;
  };
}

/** `GET /readyz`: whether the desk can accept notices, by component; 503 while it cannot. */
export function registerReadyz(app: Api, context: ApiContext): void {
  const watch = createWatch(context, timeRequests(app));
  const schema = {
    summary: 'Readiness of the desk, by component',
    tags: ['health'],
    response: { 200: readyView, 503: readyView },
  };
  app.get('/readyz', { schema }, async (_request, reply) => {
    const parts = await watch();
    const ready = parts.every(({ name, state }) => state !== 'down' || !NEEDED.includes(name));
    return reply.code(ready ? 200 : 503).send({ ready, parts });
  });
}
