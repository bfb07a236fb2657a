import { sql } from 'kysely';
import { z } from 'zod';
import { countLivingWorkers, type QueueWorkers } from '../../../../registry/worker-beats.js';
import { findBeat, WATCHDOG_SILENT_SECONDS, type Beat } from '../../../../registry/watchdog.js';
import type { Api, ApiContext } from '../../context.js';
import { stamp } from '../../schema/notice-view.js';
import { stateOfWorkers } from './find-workers.js';

type State = 'up' | 'degraded' | 'down';
interface Finding {
  name: string;
  state: State;
  detail: string;
}
interface Part extends Finding {
  since: string;
}

const readyView = z.object({
  ready: z.boolean(),
  parts: z.array(
    z.object({ name: z.string(), state: z.enum(['up', 'degraded', 'down']), since: stamp, detail: z.string() }),
  ),
});

/** A part that answers no sooner is down. */
const PATIENCE_MS = 3_000;
/** Everybody may ask, so the parts are asked at most this often. */
const KEPT_MS = 1_000;
/** Without these nothing can be recorded or started. */
const NEEDED: readonly string[] = ['registry', 'engine'];

async function withinPatience(work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), PATIENCE_MS);
  });
  try {
    await Promise.race([work, late]);
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

async function answers(name: string, work: Promise<unknown>): Promise<Finding> {
  return (await withinPatience(work))
    ? { name, state: 'up', detail: 'Answers.' }
    : { name, state: 'down', detail: 'Does not answer.' };
}

/** The mail server is asked by the workers alone; what they report is attention. */
async function findMail({ db }: ApiContext): Promise<Finding> {
  const name = 'mail';
  let failing = 0;
  const asked = await withinPatience(
    sql<{ open: number }>`select count(*) as open from attention where kind = 'mail_outage' and resolved_at is null`
      .execute(db)
      .then(({ rows }) => (failing = rows[0]?.open ?? 0)),
  );
  if (!asked) return { name, state: 'degraded', detail: 'Not known while the registry does not answer.' };
  if (failing > 0)
    return { name, state: 'degraded', detail: `Mails wait for the mail server (${failing} reasons to look).` };
  return { name, state: 'up', detail: 'No mail is waiting for the mail server.' };
}

/** The workers are known by their heartbeats: the engine would list the dead for minutes. */
async function findWorkers({ db }: ApiContext): Promise<Finding> {
  const name = 'workers';
  let queues: QueueWorkers[] = [];
  const asked = await withinPatience(countLivingWorkers(db).then((found) => (queues = found)));
  if (!asked) return { name, state: 'degraded', detail: 'Not known while the registry does not answer.' };
  return { name, ...stateOfWorkers(queues) };
}

/** Fresh within this, in seconds; up to the age at which it counts as silent a beat is merely late. */
const BEAT_FRESH_SECONDS = 30;

/** The watchdog is known by its heartbeat, and its pager by what it has told ops. */
async function findWatchdog({ db }: ApiContext): Promise<Finding> {
  const name = 'watchdog';
  let beat: Beat | undefined;
  let mute = 0;
  const asked = await withinPatience(
    Promise.all([
      findBeat(db).then((found) => (beat = found)),
      sql<{ open: number }>`
        select count(*) as open from attention where key like 'watchdog:pager%' and resolved_at is null`
        .execute(db)
        .then(({ rows }) => (mute = rows[0]?.open ?? 0)),
    ]),
  );
  if (!asked) return { name, state: 'degraded', detail: 'Not known while the registry does not answer.' };
  return { name, ...stateOfBeat(beat, mute > 0) };
}

function stateOfBeat(beat: Beat | undefined, mute: boolean): Omit<Finding, 'name'> {
  if (beat === undefined) return { state: 'down', detail: 'Has never looked.' };
  const seconds = Math.max(0, Math.round(beat.ageSeconds));
  const looked = `Looked ${seconds} s ago.`;
  if (beat.ageSeconds > WATCHDOG_SILENT_SECONDS) return { state: 'down', detail: looked };
  if (mute) return { state: 'degraded', detail: `${looked} It has no pager that takes its pages.` };
  const found = beat.overdue === 0 ? 'No clock waits to be acted on.' : `${beat.overdue} clocks wait to be acted on.`;
  return { state: beat.ageSeconds < BEAT_FRESH_SECONDS ? 'up' : 'degraded', detail: `${looked} ${found}` };
}

/** Whoever is signed in works on, and keys need no issuer: its absence never makes the desk less ready than degraded. */
async function findSignIn({ signIn }: ApiContext): Promise<Finding[]> {
  if (signIn === null) return [];
  const name = 'sign-in';
  return (await withinPatience(signIn.ping()))
    ? [{ name, state: 'up', detail: 'The issuer answers.' }]
    : [{ name, state: 'degraded', detail: 'The issuer does not answer: nobody can sign in anew.' }];
}

async function lookAtParts(context: ApiContext): Promise<Finding[]> {
  const { db, engine } = context;
  const asked = [
    answers('registry', sql`select 1`.execute(db)),
    answers('engine', engine.ping()),
    findWorkers(context),
    findMail(context),
    findWatchdog(context),
  ];
  const [found, signIn] = await Promise.all([Promise.all(asked), findSignIn(context)]);
  return [...found, { name: 'rulebook', ...context.rulebookState() }, ...signIn];
}

/** Remembers since when each part has been as it is, and asks no oftener than it must. */
function createWatch(context: ApiContext): () => Promise<Part[]> {
  const since = new Map<string, { state: State; at: string }>();
  let last: { atMs: number; parts: Promise<Part[]> } | undefined;
  const look = async (): Promise<Part[]> => {
    const at = context.now().toISOString();
    return (await lookAtParts(context)).map((finding) => {
      const before = since.get(finding.name);
      const kept = before?.state === finding.state ? before : { state: finding.state, at };
      since.set(finding.name, kept);
      return { name: finding.name, state: finding.state, since: kept.at, detail: finding.detail };
    });
  };
  return () => {
    const nowMs = context.now().getTime();
    if (last === undefined || nowMs - last.atMs >= KEPT_MS || nowMs < last.atMs) last = { atMs: nowMs, parts: look() };
    return last.parts;
  };
}

/** `GET /readyz`: whether the desk can take notices, part by part; 503 while it cannot. */
export function registerReadyz(app: Api, context: ApiContext): void {
  const watch = createWatch(context);
  const schema = {
    summary: 'Whether the desk can work, part by part',
    tags: ['health'],
    response: { 200: readyView, 503: readyView },
  };
  app.get('/readyz', { schema }, async (_request, reply) => {
    const parts = await watch();
    const ready = parts.every(({ name, state }) => state !== 'down' || !NEEDED.includes(name));
    return reply.code(ready ? 200 : 503).send({ ready, parts });
  });
}
