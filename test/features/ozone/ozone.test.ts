import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createRateLimiter } from '../../../platforms/rate-limiter.js';
import type { PlatformClient } from '../../../platforms/client.js';
import type { PlatformOperation } from '../../../platforms/messages.js';
import { createPlatformActivities } from '../../../activities/platform.js';
import { secondOrderTargets } from '../../../cli/demo/targets.js';
import { formatReport } from '../../../platforms/conformance/report.js';
import { runChecks } from '../../../platforms/conformance/run-checks.js';
import { APPROVAL_KEYS } from '../../support/approval-keys.js';
import { listPlatformIds } from '../../support/enforcement-fixture.js';
import { openCuttingServer } from '../../support/cutting-server.js';
import { computeDid, startNames } from './support/ozone-neighbours.js';
import { sendUntilKnown } from '../../support/send-until-known.js';
import { startOzone, type RunningOzone } from './support/start-ozone.js';
import {
  aNotice,
  anActivity,
  anApprovedDecision,
  anApprovedRestoration,
  startRegistry,
  type Registry,
} from '../../support/registry-fixture.js';
import { checkUnion } from '../../support/union-model.js';
import { cases } from '../../support/jest/cases.js';

/** Number of step sequences compared with the plain union; `MODEL_RUNS` overrides the gate's. */
const RUNS = Number(process.env['MODEL_RUNS'] ?? cases(6));
const COUNTRY_LABEL = 'withheld-{country}';

let registry: Registry;
let ozone: RunningOzone;
let names: Awaited<ReturnType<typeof startNames>>;
let platform: PlatformClient;

beforeAll(async () => {
  registry = await startRegistry();
  [ozone, names] = await Promise.all([startOzone(registry.url, ['IN', 'TR']), startNames()]);
  platform = ozone.platform(registry.enforcement, { resolverUrl: names.url });
});
afterAll(async () => {
  await platform.close();
  await ozone.stop();
  await names.stop();
  await registry.stop();
});

const activities = (client = platform) =>
  createPlatformActivities({
    db: registry.enforcement,
    platform: client,
    verifier: APPROVAL_KEYS.verifier(),
    pace: createRateLimiter(),
    activity: anActivity(),
  });

const anOperation = (patch: Partial<PlatformOperation> = {}): PlatformOperation => ({
  key: randomUUID(),
  action: 'withhold',
  type: 'account',
  id: computeDid(randomUUID()),
  countries: ['IN'],
  reason: 'withhold',
  notice: 'N-2021-000001',
  ...patch,
});
const operateForStatus = async (operation: PlatformOperation, client = platform) =>
  (await client.operate([operation])).get(operation.key)?.status;
const takedownByModerators = (did: string, kind: 'Takedown' | 'ReverseTakedown', at = '*') =>
  ozone.call(at, 'tools.ozone.moderation.emitEvent', {
    event: { $type: `tools.ozone.moderation.defs#modEvent${kind}` },
    subject: { $type: 'com.atproto.admin.defs#repoRef', did },
    createdBy: 'did:plc:moderatoroftheplatform00',
  });

describe('second order of February 2021 on a real Ozone', () => {
  const buildOrder = () => {
    const handles = secondOrderTargets().map(
      ({ locator }) => `${locator.slice(1).replaceAll('_', '-')}.social.example`,
    );
    const listNumbers = (isOf: (handle: string) => boolean) =>
      handles.flatMap((handle, at) => (isOf(handle) ? [at + 1] : []));
    const farmers = listNumbers((handle) => handle.startsWith('kisan-'));
    const spammers = listNumbers((handle) => handle.startsWith('spam-'));
    return { handles, farmers, spammers, speakers: listNumbers((handle) => !/^(kisan|spam)-/.test(handle)) };
  };

  test('hides 583 accounts from viewers in India only, 558 from all, and no press or political account', async () => {
    const { handles, farmers, spammers, speakers } = buildOrder();
    const noticeId = await aNotice(
      registry,
      handles.map((handle) => `@${handle}`),
    );
    await activities().resolveTargets({ noticeId });
    await anApprovedDecision(registry, {
      noticeId,
      decisions: [
        { action: 'withhold', targets: farmers },
        { action: 'remove_rules', grounds: ['own_rules'], targets: spammers },
        { action: 'push_back', grounds: ['protected_speech'], targets: speakers },
      ],
    });
    expect(await activities().enforce({ noticeId, submission: 1 })).toMatchObject({ ok: true });
    expect([farmers.length, spammers.length, speakers.length]).toEqual([583, 558, 37]);

    const ids = await listPlatformIds(registry, noticeId);
    const states = await platform.state(ids);
    const hidden = (nos: readonly number[]) => nos.map((no) => states.get(ids[no - 1] ?? ''));
    expect(hidden(farmers).every((one) => one?.countries.join() === 'IN' && !one.everywhere)).toBe(true);
    expect(hidden(spammers).every((one) => one?.countries.length === 0 && one.everywhere)).toBe(true);
    expect(hidden(speakers).every((one) => one?.countries.length === 0 && !one.everywhere)).toBe(true);
    // As a viewer's client reads them, from its chosen labelers.
    const farmer = computeDid(handles[(farmers[0] ?? 0) - 1] ?? '');
    expect(await ozone.labelsOf('IN', farmer)).toEqual(['!takedown']);
    expect([await ozone.labelsOf('*', farmer), await ozone.labelsOf('TR', farmer)]).toEqual([[], []]);

    expect(await activities().proveEffect({ noticeId, submission: 1 })).toMatchObject({ ok: true });
    const restored = farmers.slice(0, 20);
    await anApprovedRestoration(registry, { noticeId, number: 2, targets: restored });
    expect(await activities().enforce({ noticeId, submission: 2 })).toMatchObject({ ok: true });
    expect(await activities().proveEffect({ noticeId, submission: 2 })).toMatchObject({ ok: true });
    const proofs = await registry.db
      .selectFrom('proof')
      .select(({ fn }) => ['state', fn.countAll().as('count')])
      .where('platform_id', 'in', ids)
      .groupBy('state')
      .execute();
    expect(proofs).toEqual([{ state: 'proven', count: 1_141 }]);
  });
});

describe('Ozone platform client', () => {
  test('passes the conformance checks for any platform', async () => {
    const targets = ['conform-1.example', 'conform-2.example'].map((name) => ({
      type: 'account',
      locator: `@${name}`,
    }));
    const verdicts = await runChecks({ platform, targets, countries: ['IN', 'TR'] });
    expect(formatReport(verdicts)).not.toContain('FAIL');
    expect(verdicts.filter(({ outcome }) => outcome === 'not_offered').map(({ title }) => title)).toEqual([
      'preserve is applied and reversed, and hides nothing',
    ]);
  });

  test('passes the conformance checks on posts, and by label in countries without their own Ozone', async () => {
    const targets = ['p1', 'p2'].map((key) => ({
      type: 'post',
      locator: `https://bsky.app/profile/poster.example/post/${key}`,
    }));
    const labelling = ozone.platform(registry.enforcement, { resolverUrl: names.url, countryLabel: COUNTRY_LABEL });
    const verdicts = await runChecks({ platform: labelling, targets, countries: ['IN', 'DE'] });
    await labelling.close();
    expect(formatReport(verdicts)).not.toContain('FAIL');
  });

  test('keeps registry and Ozone at the plain union under overlaps, partial restorations, aliases and losses', async () => {
    const labelling = ozone.platform(registry.enforcement, { countryLabel: COUNTRY_LABEL });
    const named: PlatformClient = {
      ...labelling,
      resolve: (targets) =>
        labelling.resolve(
          targets.map(({ type, locator }) => ({ type, locator: computeDid(locator.replace(/-alias$/, '')) })),
        ),
    };
    const lose = async (id: string) => {
      for (const { name } of ozone.ozones) await takedownByModerators(id, 'ReverseTakedown', name);
      await ozone.call('*', 'tools.ozone.moderation.emitEvent', {
        event: {
          $type: 'tools.ozone.moderation.defs#modEventLabel',
          createLabelVals: [],
          negateLabelVals: ['withheld-de', 'withheld-fr'],
        },
        subject: { $type: 'com.atproto.admin.defs#repoRef', did: id },
        createdBy: 'did:plc:moderatoroftheplatform00',
      });
    };
    expect(await checkUnion({ registry, platform: named, lose }, { runs: RUNS })).toBe(RUNS);
    await labelling.close();
  });

  test('applies every effect and logs each operation once although a third of the answers are lost', async () => {
    let turn = 0;
    const server = await openCuttingServer(
      ozone.ozones.find(({ name }) => name === 'IN')?.url ?? '',
      () => turn++ % 3 === 0,
    );
    const shaky = ozone.platform(registry.enforcement, { through: { IN: server.url } });
    const operations = Array.from({ length: 60 }, () => anOperation());
    const known = await sendUntilKnown(shaky, operations, 100);
    await shaky.close();
    await server.stop();
    expect(known.size).toBe(60);
    const states = await platform.state(operations.map(({ id }) => id));
    expect([...states.values()].every(({ countries }) => countries.join() === 'IN')).toBe(true);
    const { rows } = await registry.pool.query<{ times: string }>(
      `select count(*) as times from ozone_in.moderation_event
       where "modTool" -> 'meta' ->> 'batchId' = any ($1) group by "subjectDid"`,
      [operations.map(({ key }) => key)],
    );
    expect(rows.map(({ times }) => Number(times))).toEqual(Array.from({ length: 60 }, () => 1));
    // Ozone's log does not reveal the notice.
    const { rows: events } = await registry.pool.query(
      `select * from ozone_in.moderation_event where "modTool" -> 'meta' ->> 'batchId' = $1`,
      [operations[0]?.key],
    );
    expect(JSON.stringify(events)).not.toContain('N-2021');
  });

  test('logs each operation once when two processes send the same order concurrently', async () => {
    const other = ozone.platform(registry.enforcement);
    const operations = Array.from({ length: 20 }, () => anOperation());
    const both = await Promise.all([platform.operate(operations), other.operate(operations.toReversed())]);
    await other.close();
    expect(both.map(({ size }) => size)).toEqual([20, 20]);
    const { rows } = await registry.pool.query<{ count: string }>(
      `select count(*) from ozone_in.moderation_event where "modTool" -> 'meta' ->> 'batchId' = any ($1)`,
      [operations.map(({ key }) => key)],
    );
    expect(Number(rows[0]?.count)).toBe(20);
  });

  test('returns a slow page unfinished, and completes the rest in the next call', async () => {
    const slow = ozone.platform(registry.enforcement, { pageWithinMs: 0 });
    const operations = Array.from({ length: 260 }, () => anOperation());
    const first = await slow.operate(operations);
    const second = await slow.operate(operations.filter(({ key }) => !first.has(key)));
    await slow.close();
    expect([first.size, second.size]).toEqual([250, 10]);
  });

  test('does not lift a takedown made by the platform’s own moderators', async () => {
    const remove = anOperation({ action: 'remove', countries: [] });
    await takedownByModerators(remove.id, 'Takedown');
    expect(await operateForStatus(remove)).toBe('already');
    const restore = anOperation({ action: 'restore', id: remove.id, undoes: remove.key, countries: [] });
    expect((await platform.operate([restore])).get(restore.key)).toMatchObject({
      status: 'refused',
      message: expect.stringContaining('did:plc:moderatoroftheplatform00'),
    });
    expect(await ozone.labelsOf('*', remove.id)).toEqual(['!takedown']);
  });

  test('explains refusals of countries without an Ozone, unknown types and copies', async () => {
    const located = (type: string, locator: string) => ({ type, locator });
    const targets = [
      located('hashtag', '#farmers'),
      located('url', 'https://social.example/a'),
      located('search_result', 'https://social.example/?q=a'),
      located('app', 'app.example'),
      located('channel', 'a-channel'),
      located('data_subject', 'Somebody'),
    ];
    const found = await platform.resolve(targets);
    const operations = [
      ...targets.map(({ type }, at) => anOperation({ type, id: found[at]?.id ?? '' })),
      anOperation({ countries: ['IN', 'DE'] }),
      anOperation({ action: 'preserve', countries: [] }),
    ];
    const results = await platform.operate(operations);
    const said = operations.map(({ key }) => results.get(key));
    expect(new Set(said.map((result) => result?.status))).toEqual(new Set(['refused']));
    expect(said.map((result) => result?.message)).toEqual([
      ...targets.map(({ type }) => `Ozone only acts on accounts and posts; this target is of type ${type}.`),
      'There is no Ozone for DE.',
      'Ozone keeps no copies. Preserve the item where the account is hosted.',
    ]);
  });

  test('reports an unknown handle as missing, but refuses handles if it has no resolver', async () => {
    const handle = { type: 'account', locator: '@nobody.example' };
    expect(await platform.resolve([handle])).toMatchObject([{ id: null, exists: false }]);
    const alone = ozone.platform(registry.enforcement);
    const [found] = await alone.resolve([handle]);
    const operation = anOperation({ id: found?.id ?? '' });
    expect((await alone.operate([operation])).get(operation.key)).toMatchObject({
      status: 'refused',
      message: expect.stringContaining('OZONE_RESOLVER_URL'),
    });
    await alone.close();
  });

  test('shows posts and profiles, and reports a changed or deleted post as gone', async () => {
    const did = computeDid('poster.example');
    const [post] = await platform.resolve([{ type: 'post', locator: `https://bsky.app/profile/${did}/post/p1` }]);
    const id = post?.id ?? '';
    const changed = id.replace(/#.*/, '#bafyreianotherversion');
    const deleted = id.replace('/p1#', '/deleted#');
    const found = await platform.content([
      ...[id, changed, deleted].map((one) => ({ type: 'post', id: one })),
      { type: 'account', id: did },
    ]);
    expect(found?.get(id)).toEqual({
      id,
      exists: true,
      text: 'Post p1',
      cut: false,
      language: 'pa',
      author: did,
      createdAt: '2021-02-01T08:00:00.000Z',
      images: 2,
    });
    expect([changed, deleted].map((one) => found?.get(one)?.exists)).toEqual([false, false]);
    expect(found?.get(did)).toMatchObject({ exists: true, text: 'Grows wheat.', author: 'A farmer' });
  });

  test('shows no content of what is out of its reach, and none at all without a resolver', async () => {
    const hashtag = { type: 'hashtag', locator: '#farmers' };
    const [found] = await platform.resolve([hashtag]);
    const item = { type: 'hashtag', id: found?.id ?? '' };
    expect(await platform.content([item])).toEqual(new Map([[item.id, null]]));
    const alone = ozone.platform(registry.enforcement);
    expect(await alone.content([{ type: 'account', id: computeDid('poster.example') }])).toBeUndefined();
    await alone.close();
  });

  test('leaves the operations of an unreachable Ozone unknown, and completes the rest', async () => {
    const server = await openCuttingServer('http://127.0.0.1:9', () => true);
    const halved = ozone.platform(registry.enforcement, { through: { TR: server.url } });
    const [here, away] = [anOperation(), anOperation({ countries: ['TR'] })];
    const results = await halved.operate([here, away]);
    await halved.close();
    await server.stop();
    expect([results.get(here.key)?.status, results.has(away.key)]).toEqual(['applied', false]);
    expect(await platform.findOperations([away.key])).toEqual(new Map([[away.key, null]]));
  });
});
