import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { accounts, followNotice, receive } from '../support/orders.js';
import { eventually } from '../support/eventually.js';
import { startDesk, type RunningDesk } from '../support/running-desk.js';
import { startTraceReceiver } from '../support/simulators/trace-receiver.js';

let desk: RunningDesk;
let platform: pg.Pool;
let traces: Awaited<ReturnType<typeof startTraceReceiver>>;
beforeAll(async () => {
  traces = await startTraceReceiver();
  desk = await startDesk({ DESK_DRIFT_CHECK_EVERY: 'PT1S', OTEL_EXPORTER_OTLP_ENDPOINT: traces.url });
  platform = new pg.Pool({ connectionString: desk.adminDatabase(), max: 1 });
});
afterAll(async () => {
  await platform.end();
  await desk.discard();
  traces.close();
});

type Notice = ReturnType<typeof followNotice>;

async function approved(
  overrides = {},
  between: () => Promise<void> = async () => undefined,
): Promise<[string, Notice]> {
  const { body } = await receive(desk, overrides);
  const notice = followNotice(desk, body.id);
  await notice.command('reviewer', 'triage', {});
  await notice.decide({ all: true }, 'withhold');
  await notice.submit();
  await between();
  await notice.approve();
  return [body.id, notice];
}

const enforcement = async (id: string) => (await desk.call('ops', 'GET', `/v1/notices/${id}/enforcement`)).body;
const clockState = async (notice: Notice, wanted: string) =>
  (await notice.list('clocks')).find(({ kind }: { kind: string }) => kind === wanted)?.state;
const alert = async (id: string): Promise<string[]> =>
  (await desk.call('ops', 'GET', '/v1/ops/alerts?limit=200')).body.items
    .filter(({ notice }: { notice: string }) => notice === id)
    .map(({ kind }: { kind: string }) => kind);

interface NotifiedUser {
  key: string;
  language: string;
  text: string;
  appealUrl: string;
}

async function inbox(id: string): Promise<NotifiedUser[]> {
  const { platform: url, platformToken } = desk.file();
  const headers = { authorization: `Bearer ${platformToken}` };
  const { results } = (await (await fetch(`${url}/_double/messages`, { headers })).json()) as {
    results: NotifiedUser[];
  };
  return results.filter(({ key }) => key.startsWith(id));
}

/** An order whose law requires user notices (Regulation (EU) 2021/784). */
const TERROR = {
  kind: 'removal_order',
  authority: 'de-bka',
  jurisdiction: 'DE',
  regime: 'EU-TCO',
  issuedAt: undefined,
};

describe('user notices of affected owners', () => {
  test('are sent in the owner’s language, link to an appeal, and report the item’s restoration', async () => {
    const targets = accounts(2, 'appeal');
    await desk.platform('/_double/targets', { targets: [{ ...targets[0], language: 'fr' }, targets[1]] });
    const [id, notice] = await approved({ targets, ...TERROR });
    await eventually(
      () => clockState(notice, 'user_notice'),
      (state) => state === 'met',
      30_000,
    );
    const delivered = await inbox(id);
    expect(delivered.map(({ language }) => language).sort()).toEqual(['en', 'fr']);
    const [first] = await notice.list('targets');
    expect(first.userNotice).toMatchObject({
      decision: 'now',
      required: true,
      rule: { basis: 'law' },
      message: { state: 'notified', language: 'fr' },
    });

    const link = delivered.find(({ language }) => language === 'fr')?.appealUrl ?? '';
    const page = await fetch(link, { headers: { 'accept-language': 'fr' } });
    expect(await page.text()).toContain('Contester une décision');
    const form = new URLSearchParams({
      token: new URL(link).searchParams.get('token') ?? '',
      statement: 'C’est de la satire.',
    });
    expect((await fetch(new URL('/appeal', link), { method: 'POST', body: form })).status).toBe(201);
    const [appeal] = (await desk.call('reviewer2', 'GET', `/v1/appeals?notice=${id}`)).body.items;
    expect(appeal).toMatchObject({ state: 'open', target: { no: 1 }, mayDecide: { ok: true } });
    const own = await desk.call('approver', 'POST', `/v1/appeals/${appeal.id}/decide`, {
      outcome: 'upheld',
      reasons: 'No.',
    });
    expect(own.body).toMatchObject({ type: 'urn:notice-desk:problem:four-eyes' });

    const decided = await desk.call('reviewer2', 'POST', `/v1/appeals/${appeal.id}/decide`, {
      outcome: 'restored',
      reasons: 'It is satire.',
    });
    expect(decided.body).toMatchObject({ notified: 'after_approval' });
    await notice.approve('counsel');
    await eventually(
      async () => (await notice.read()).counts,
      ({ restored }) => restored === 1,
      30_000,
    );
    const messages = await eventually(
      () => inbox(id),
      (all) => all.length === 3,
      30_000,
    );
    // One message covers the decision and its effect.
    expect(messages.at(-1)).toMatchObject({
      language: 'fr',
      subject: expect.stringContaining('plus restreint'),
      text: expect.stringContaining('It is satire.'),
    });
  });
});

describe('effect of an order on the platform', () => {
  test('is proven, repaired after targets failed, monitored for drift, and lifted with its order', async () => {
    const targets = accounts(6, 'proof');
    const userNotice = (target: object) =>
      desk.platform('/_double/targets', { targets: [{ ...targets[1], ...target }] });
    const [id, notice] = await approved({ targets }, async () => void (await userNotice({ owner: 'a new owner' })));
    await notice.reaches('in_force');
    const proven = await eventually(
      () => enforcement(id),
      ({ proof }) => proof !== null,
    );
    expect(proven).toMatchObject({ applied: 5, failed: 1, proof: { proven: 5, mismatch: 0, unread: 0 } });
    expect(await clockState(notice, 'comply')).toBe('running');

    // The simulator derives the owner from the locator unless one is set; a fresh target shows the derived one.
    const known = await platform.query('select owner from target where notice_id = $1 and no = 2', [id]);
    await userNotice({ owner: known.rows[0].owner });
    const repair = { action: 'retry', reason: 'The account is with its owner again' };
    const repaired = await desk.call('ops', 'POST', `/v1/ops/notices/${id}/repair`, repair);
    expect(repaired.body).toMatchObject({ result: { action: 'retry', submission: 1, targets: 1 } });
    await eventually(
      () => clockState(notice, 'comply'),
      (state) => state === 'met',
    );
    expect((await notice.read()).counts).toMatchObject({ applied: 6, failed: 0 });

    const [first] = await notice.list('targets');
    await platform.query('delete from platform_simulator.effect where id = $1', [first.platformId]);
    await eventually(
      () => alert(id),
      (kinds) => kinds.includes('platform_drift'),
      30_000,
    );
    const shown = await desk.cli('ops', 'repair', id, 'retry', '--reason', 'The platform has lost it');
    expect([shown.code, shown.out]).toEqual([0, expect.stringContaining('retry: 1 targets of submission 1')]);
    await eventually(
      () => alert(id),
      (kinds) => !kinds.includes('platform_drift'),
      30_000,
    );

    await receive(desk, { kind: 'revocation', targets: [], relatesTo: [{ notice: id, as: 'revokes' }] });
    await eventually(
      () => alert(id),
      (kinds) => kinds.includes('restore_due'),
      30_000,
    );
    expect(await clockState(notice, 'reinstate')).toBe('running');
    expect((await desk.cli('reports', 'unsupported', '--count')).out).toContain('6 in total');
    await notice.command('reviewer', 'reinstate', { select: { all: true }, cause: 'order_revoked' });
    await eventually(
      () => clockState(notice, 'reinstate'),
      (state) => state === 'met',
    );
    expect(await alert(id)).not.toContain('restore_due');
    expect((await desk.cli('reports', 'unsupported')).out).toContain('Everything in force has a valid legal basis.');
  });

  test('waits while ops has paused enforcement, and resumes within seconds', async () => {
    const paused = await desk.cli('ops', 'pause-enforcement', '--reason', 'The platform asked us to wait');
    expect(paused).toMatchObject({ code: 0, out: expect.stringMatching(/^paused until /) });
    const [id, notice] = await approved({ targets: accounts(3, 'pause') });
    await eventually(
      () => enforcement(id),
      (progress) => progress.paused !== null,
    );
    expect(await enforcement(id)).toMatchObject({ pending: 3, applied: 0, paused: { by: 'Ops Demo' } });
    const resumed = await desk.call('counsel', 'POST', '/v1/ops/enforcement/resume', { reason: 'Ready' });
    expect(resumed.body).toMatchObject({ paused: false, changed: true });
    const watched = await desk.cli('notices', 'enforcement', id, '--watch');
    expect(watched.out).toContain('3 of 3 targets  finished');
    await notice.reaches('in_force');
  });
});

test('traces an approval from request to platform, links it on the timeline, and traces no secret notice', async () => {
  const [id, notice] = await approved({ targets: accounts(2) });
  await notice.reaches('in_force');
  const entries = await notice.list('timeline');
  const { traceId } = entries.find(({ action }: { action: string }) => action === 'approve');
  const people = [
    (await desk.call('reviewer', 'GET', '/v1/me')).body.person.id,
    (await desk.call('approver', 'GET', '/v1/me')).body.person.id,
  ];
  const [, gagged] = await approved({ secrecy: { level: 'gagged', people }, targets: accounts(1) });
  await gagged.reaches('in_force');
  await eventually(
    async () => traces.spans.flatMap((span) => (span.traceId === traceId ? [`${span.service}: ${span.name}`] : [])),
    (spans) =>
      [
        'notice-desk-api: POST /v1/notices/:id/approve',
        'notice-desk-api: update approve',
        'notice-desk-worker: activity recordTransitions',
        'notice-desk-enforcement: activity enforce',
        'notice-desk-enforcement: platform POST /operations',
      ].every((one) => spans.includes(one)),
  );
  const received = traces.spans.filter((span) => span.traceId === id.replaceAll('-', ''));
  expect(received.map(({ name }) => name)).toContain('POST /v1/notices');
  const secret = (await gagged.all('timeline', 'reviewer')).flatMap(
    (entry: { traceId?: string }) => entry.traceId ?? [],
  );
  expect(secret.length).toBeGreaterThan(3);
  expect(traces.spans.filter((span) => secret.includes(span.traceId))).toEqual([]);
});
