import { createLetterPrinter } from '../../../letters/pdf/letter-printer.js';
import { createServiceSender } from '../../../domain/letters/letter-sender.js';
import { sql } from 'kysely';
import pino from 'pino';
import { answerContent } from '../../../activities/answer-content.js';
import { createLetterActivities } from '../../../activities/letters.js';
import { createMailTransport } from '../../../letters/mail-transport.js';
import { createMailActivities } from '../../../activities/mail.js';
import { createPagerActivities } from '../../../activities/pager.js';
import { checkDrift } from '../../../activities/check-drift.js';
import { createPlatformActivities } from '../../../activities/platform.js';
import { refreshForecast } from '../../../application/clocks/forecast/refresh-forecast.js';
import { drainOutbox } from '../../../application/letters/outbox/drain-outbox.js';
import { watchAppeals } from '../../../application/appeals/watch-appeals.js';
import { raiseHeldMail } from '../../../application/intake/inbound/held-mail-alert.js';
import { findStuck } from '../../../application/enforcement/reconcile/find-stuck.js';
import { reconcile } from '../../../application/enforcement/reconcile/reconcile.js';
import { watchClearances } from '../../../application/people/secrecy/needs-people.js';
import { runUntilStopped } from '../../../worker/run-until-stopped.js';
import { createWatch } from '../../../watchdog/check.js';
import { openDuties, raiseUnsupported } from '../../../application/enforcement/restore/open-duties.js';
import { followOrders } from '../../../application/intake/orders/follow-orders.js';
import { watchApprovers } from '../../../jobs/watch-approvers.js';
import type { Effect, EffectOutcome } from '../../../domain/commands/effect.js';
import { openAs } from '../postgres/registry-logins.js';
import { startDomainApi, type ApiAnswer, type ApiHarness, type HarnessPerson } from '../api-harness.js';
import { APPROVAL_KEYS } from '../approval-keys.js';
import { createDomainEngine, type DomainEngine } from '../domain-engine.js';
import { SECRET as PAGER_SECRET, startPager, type PagerFixture } from '../simulators/pager-fixture.js';
import { startPlatform, type PlatformFixture } from '../platform-fixture.js';
import { anActivity } from '../registry-fixture.js';
import { startSmtp, type SmtpFixture } from '../mail/smtp-fixture.js';

/** Secrecy of the notices that only one of the worlds has; null: the world without. */
export type Hidden = 'restricted' | 'gagged' | null;

/** The open notices, the same in both worlds. */
export interface OpenLife {
  /** In force over an item that the secret order also holds; restored in part. */
  shared: string;
  /** In force; a secret document revokes it. */
  revoked: string;
  /** Under review, over items that the secret order holds. */
  probe: string;
  /** Enforced after the secret order, over an item that only the secret order held until then. */
  later: string;
}

/**
 * A desk in one process: the API, the domain's own decisions, and the workers' real activities against real servers.
 */
export interface World {
  api: ApiHarness;
  engine: DomainEngine;
  pager: PagerFixture;
  mail: SmtpFixture;
  /** Cleared for the secret notices; they also exist in the world without them. */
  sworn: { reviewer: HarnessPerson; approver: HarnessPerson };
  /** Sends and reads only its own notices. */
  otherIntake: HarnessPerson;
  settle(notice: string): Promise<void>;
  jobs(): Promise<void>;
  watch(): Promise<void>;
  pollProgress(): Promise<void>;
  act(
    as: 'reviewer' | 'approver' | 'counsel' | HarnessPerson,
    notice: string,
    command: string,
    body?: object,
  ): Promise<ApiAnswer>;
  close(): Promise<void>;
}

const CONTENT_EVERY_MS = 50;
const AT_FULL_SPEED = { maxChecks: 100, aSecond: 1_000, graceMs: 0 };

export async function startWorld(): Promise<World> {
  const engine = createDomainEngine();
  const api = await startDomainApi(engine, { reconcileEveryMs: 300_000 });
  const [platform, mail, pager] = [await startPlatform(api), await startSmtp(), await startPager()];
  const enforcement = openAs(api.url, 'enforcement');
  const watchdog = openAs(api.url, 'watchdog');
  const watch = createWatch({ name: 'watchdog', route: null, logger: pino({ level: 'silent' }) });
  const contents = runUntilStopped(async ({ isStopped, rest }) => {
    while (!isStopped())
      if ((await answerContent({ db: enforcement, platform: platform.client })) === 0) await rest(CONTENT_EVERY_MS);
  });
  const checkWatchdog = async () => void (await watch.check(watchdog));
  const transport = createMailTransport({ smtpUrl: mail.url, from: 'Notice Desk <desk@desk.example>' });
  const perform = createPerformer({ api, platform, transport, pagerUrl: pager.url, enforcement });
  const sworn = {
    reviewer: await api.addPerson('SwornReviewer', ['reviewer']),
    approver: await api.addPerson('SwornApprover', ['approver']),
  };
  const otherIntake = await api.addPerson('OtherIntake', ['intake']);
  // Their keys are used in either world.
  for (const one of Object.values(sworn)) await api.get('/v1/me', one);
  const settle = async (notice: string) => {
    for (let effect = next(engine, notice); effect; effect = next(engine, notice))
      await engine.settle(notice, effect.type, await perform(notice, effect));
  };
  return {
    api,
    engine,
    pager,
    mail,
    sworn,
    otherIntake,
    settle,
    async jobs() {
      const { context } = api;
      for (let twice = 0; twice < 2; twice += 1) {
        await followOrders(context, new Date());
        await openDuties(context);
        await drainOutbox(context, { limit: 500 });
      }
      await watchApprovers(context.db);
      await raiseUnsupported(context.db, new Date());
      await refreshForecast({ db: context.db, now: new Date() });
      await watchClearances(context.db, context);
      await raiseHeldMail(context.db);
      await watchAppeals(context.db, new Date());
      await findStuck(context, { aSecond: AT_FULL_SPEED.aSecond });
      await reconcile(context, { pace: AT_FULL_SPEED });
      await checkWatchdog();
    },
    watch: checkWatchdog,
    async pollProgress() {
      await checkDrift({ db: enforcement, platform: platform.client }, { sample: 1_000 });
    },
    async act(as, notice, command, body = {}) {
      const answer = await api.post(`/v1/notices/${notice}/${command}`, as, body);
      if (answer.statusCode !== 200) throw new Error(`${command}: ${answer.body}`);
      return answer;
    },
    async close() {
      await contents.stop();
      transport.close();
      await Promise.all([platform.stop(), mail.stop(), pager.close(), enforcement.destroy(), watchdog.destroy()]);
      await api.close();
    },
  };
}

function next(engine: DomainEngine, notice: string): Effect | undefined {
  return engine.stateOf(notice).effects[0];
}

function createPerformer({
  api,
  platform,
  transport,
  pagerUrl,
  enforcement,
}: {
  api: ApiHarness;
  platform: PlatformFixture;
  transport: ReturnType<typeof createMailTransport>;
  pagerUrl: string;
  enforcement: ApiHarness['db'];
}) {
  const activity = anActivity();
  const db = api.worker;
  const verifier = APPROVAL_KEYS.verifier();
  const work = {
    ...createPlatformActivities({ db: enforcement, platform: platform.client, verifier, activity }),
    ...createLetterActivities({
      db,
      transport,
      sender: createServiceSender('Notice Desk'),
      keyOf: (noticeId) => api.context.keys.keyOf(noticeId),
      print: createLetterPrinter(undefined, createServiceSender('Notice Desk')),
      signer: null,
      activity,
    }),
    ...createMailActivities({ db, transport, consoleUrl: 'http://desk.test', activity }),
    ...createPagerActivities({ db, pager: { url: pagerUrl, secret: PAGER_SECRET }, activity }),
  };
  return async (noticeId: string, effect: Effect): Promise<EffectOutcome> => {
    switch (effect.type) {
      case 'resolve_targets':
        return work.resolveTargets({ noticeId });
      case 'enforce':
        return work.enforce({ noticeId, submission: effect.submission });
      case 'prove_effect':
        return work.proveEffect({ noticeId, submission: effect.submission });
      case 'send_letter':
        return work.sendLetter({ noticeId, effect });
      case 'mail_staff':
        return work.mailStaff({ noticeId, effect });
      case 'page':
        return work.page({ noticeId, effect });
      case 'page_ops':
        return work.pageOps({ noticeId, effect });
      default:
        throw new Error(`no ${effect.type} in this life`);
    }
  };
}

const order = (locators: string[], patch: object = {}) => ({
  regime: 'IN-ITR-3-1-D',
  reference: 'L/1',
  subject: 'Direction',
  targets: locators.map((locator) => ({ type: 'account', locator })),
  ...patch,
});
const ALL = { select: { all: true }, action: 'withhold', grounds: ['legal_basis_met'], countries: ['IN'] };

type Hand = 'reviewer' | 'approver' | HarnessPerson;

async function receiveAndRun(world: World, notice: object): Promise<string> {
  const { id } = await world.api.receive(notice as Record<string, unknown>);
  await world.jobs();
  await world.settle(id);
  return id;
}

async function carriedOut(world: World, id: string, [reviewer, approver]: [Hand, Hand]): Promise<void> {
  await world.act(reviewer, id, 'triage');
  await world.act(reviewer, id, 'decide', ALL);
  const { submission } = (await world.act(reviewer, id, 'submit')).json();
  await world.act(approver, id, 'approve', { submission: submission.number, digest: submission.digest });
  await world.settle(id);
}

/**
 * Visible to cleared people only: an order on items that open ones also hold, and documents about open notices, each
 * through its whole life.
 */
async function secretLife(
  world: World,
  level: 'restricted' | 'gagged',
  { shared, revoked }: Pick<OpenLife, 'shared' | 'revoked'>,
): Promise<string[]> {
  const { reviewer, approver } = world.sworn;
  const hands: [Hand, Hand] = [reviewer, approver];
  const secrecy = { level, people: [reviewer.id, approver.id] };
  const later = new Date(Date.now() + 3_600_000).toISOString();
  const follows = [{ notice: shared, as: 'follows' }];
  const held = await receiveAndRun(
    world,
    order(['@shared', '@hidden', '@third'], {
      secrecy,
      relatesTo: follows,
      effectiveUntil: later,
      subject: 'Operation Quiet',
    }),
  );
  await carriedOut(world, held, hands);
  // The order ends after it was enforced.
  await sql`update notice set effective_until = now() where id = ${held}::uuid`.execute(world.api.db);
  const [document, waiting, overdue] = [
    await receiveAndRun(
      world,
      order([], { secrecy, kind: 'revocation', relatesTo: [{ notice: revoked, as: 'revokes' }] }),
    ),
    await receiveAndRun(world, order(['@shared'], { secrecy, orderedDeadline: { within: 'PT30M' } })),
    await receiveAndRun(
      world,
      order(['@never'], {
        secrecy,
        orderedDeadline: { within: 'PT1S' },
        relatesTo: [{ notice: revoked, as: 'non_compliance_of' }],
      }),
    ),
  ];
  await world.act(reviewer, waiting, 'triage');
  await world.act(reviewer, waiting, 'decide', ALL);
  await world.act(reviewer, waiting, 'submit');
  await world.act(reviewer, overdue, 'link', { notice: shared, as: 'amends' });
  await world.act(reviewer, shared, 'link', { notice: waiting, as: 'follows' });
  // About the secret notice, and secret too although its sender has not said so.
  const { regime: _, ...said } = order([], { kind: 'reminder', relatesTo: [{ notice: held, as: 'reminds' }] });
  const reminder = await receiveAndRun(world, said);
  await world.act(reviewer, held, 'annotate', { text: 'Nobody must know.' });
  const opinion = { of: reviewer.id, dueAt: '2090-01-01T00:00:00Z' };
  const talk = { targets: [1], text: 'Nobody must know.', mentions: [reviewer.id], opinion };
  const answer = await world.api.post(`/v1/notices/${held}/conversations`, approver, talk);
  if (answer.statusCode !== 201) throw new Error(answer.body);
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  await world.engine.passTo(overdue, Date.now());
  await world.jobs();
  for (const id of [held, document, waiting, overdue, reminder]) await world.settle(id);
  await sql`insert into mail_catcher.message (id, message_id, envelope_from, envelope_to, headers, subject, raw)
    select gen_random_uuid(), message_id, 'desk@desk.example', array['x@desk.example'], '{}', subject, 'raw' from letter
    where notice_id = ${held}::uuid`.execute(world.api.db);
  // One attached mail, and one that is held and answers a letter of the notice.
  await sql`insert into inbound_mail (id, way, envelope, sha256, content_sha256, raw, size, read_at, sorted_at, subject, text,
      from_address, proposed_kind, proposed_notice, answers_letter, state, notice_id, reply)
    select gen_random_uuid(), 'smtp', '{}', 'x', mail.state || ${held}, 'raw', 3, now(), now(), 'Operation Quiet', 'Nobody must know.',
      'x@meity.example', 'reply', ${held}::uuid, true, mail.state,
      case mail.state when 'attached' then ${held}::uuid end, case mail.state when 'attached' then 1 end
    from (values ('held'), ('attached')) as mail (state)`.execute(world.api.db);
  return [held, document, waiting, overdue, reminder];
}

/** Runs both worlds' whole life: the secret part happens in only one of them, `between` before and after it. */
export async function live(
  world: World,
  {
    hidden,
    between = async () => undefined,
  }: { hidden: Hidden; between?: (when: 'before' | 'after', open: OpenLife) => Promise<void> },
): Promise<{ open: OpenLife; secret: string[] }> {
  const { act, settle, jobs } = world;
  const hands: [Hand, Hand] = ['reviewer', 'approver'];
  const shared = await receiveAndRun(world, order(['@shared', '@plain', '@stays'], { subject: 'First' }));
  await carriedOut(world, shared, hands);
  const revoked = await receiveAndRun(
    world,
    order(['@third'], { subject: 'Second', orderedDeadline: { within: 'P3D' } }),
  );
  await carriedOut(world, revoked, hands);
  const probe = await receiveAndRun(world, order(['@shared', '@hidden', '@stays', '@new'], { subject: 'Third' }));
  await act('reviewer', probe, 'triage');
  await act('reviewer', probe, 'decide', { ...ALL, select: { targets: [4] } });
  await jobs();
  const sofar = { shared, revoked, probe, later: probe };
  await between('before', sofar);
  const secret = hidden === null ? [] : await secretLife(world, hidden, { shared, revoked });
  await jobs();
  await between('after', sofar);
  const later = await receiveAndRun(world, order(['@hidden', '@shared', '@never'], { subject: 'Fourth' }));
  await act('reviewer', later, 'link', { notice: shared, as: 'follows' });
  await carriedOut(world, later, hands);
  await act('reviewer', shared, 'reinstate', { select: { targets: [1, 2] }, cause: 'own_error', note: 'Ours.' });
  const { submission } = (await world.api.get(`/v1/notices/${shared}`, 'reviewer')).json();
  await act('approver', shared, 'approve', { submission: submission.number, digest: submission.digest });
  await settle(shared);
  await act('reviewer', later, 'reinstate', { select: { targets: [1] }, cause: 'own_error', note: 'Ours.' });
  const again = (await world.api.get(`/v1/notices/${later}`, 'reviewer')).json().submission;
  await act('approver', later, 'approve', { submission: again.number, digest: again.digest });
  await settle(later);
  await jobs();
  await world.pollProgress();
  return { open: { shared, revoked, probe, later }, secret };
}

export function knownNames({ api, sworn, otherIntake }: World, open: OpenLife): Map<string, string> {
  const people = { ...api.people, swornReviewer: sworn.reviewer, swornApprover: sworn.approver, otherIntake };
  return new Map([
    ...Object.entries(people).flatMap(([name, { id, key }]): [string, string][] => [
      [id, `<${name}>`],
      [key.split('_')[1] ?? '', `<key of ${name}>`],
    ]),
    ...Object.entries(open).map(([name, id]): [string, string] => [id, `<${name}>`]),
  ]);
}
