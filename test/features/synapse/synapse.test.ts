import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { PlatformClient } from '../../../platforms/client.js';
import type { PlatformOperation } from '../../../platforms/messages.js';
import { parseItemId, readSynapseLocator } from '../../../platforms/synapse/synapse-item.js';
import { createSynapsePlatform } from '../../../platforms/synapse/synapse-platform.js';
import { formatReport } from '../../../platforms/conformance/report.js';
import { runChecks } from '../../../platforms/conformance/run-checks.js';
import { startRegistry, type Registry } from '../../support/registry-fixture.js';
import { startSynapseSimulator, TOKEN, type SynapseSimulator } from './support/synapse-simulator.js';

let registry: Registry;
let synapse: SynapseSimulator;
let platform: PlatformClient;
beforeAll(async () => {
  registry = await startRegistry();
});
beforeEach(async () => {
  synapse = await startSynapseSimulator();
  platform = createSynapsePlatform({ db: registry.enforcement, url: synapse.url, token: TOKEN });
});
afterEach(async () => {
  await platform.close();
  await synapse.stop();
});
afterAll(() => registry.stop());

const anOperation = (patch: Partial<PlatformOperation> = {}): PlatformOperation => ({
  key: randomUUID(),
  action: 'remove',
  type: 'account',
  id: '@alice:home.example',
  countries: [],
  reason: 'remove_law',
  notice: 'N-2021-000001',
  ...patch,
});
const restoring = ({ key, type, id }: PlatformOperation) =>
  anOperation({ action: 'restore', type, id, undoes: key, countries: [] });
const sent = async (operation: PlatformOperation) => (await platform.operate([operation])).get(operation.key);

describe('Synapse platform client', () => {
  test.each([
    ['accounts', [1, 2].map((at) => ({ type: 'account', locator: `@conform-${at}` }))],
    ['rooms', [1, 2].map((at) => ({ type: 'channel', locator: `conform-${at}:home.example` }))],
  ])('passes on %s the conformance checks for a platform without countries', async (_, targets) => {
    const verdicts = await runChecks({ platform, targets, countries: ['IN', 'TR'] });
    expect(formatReport(verdicts)).not.toContain('FAIL');
    expect(verdicts.filter(({ outcome }) => outcome === 'not_offered').map(({ title }) => title)).toEqual([
      'a withholding is in force in the countries it names and nowhere else',
      'a restoration lifts only the countries it names',
      'one restoration lifts a withholding made under two keys',
      'label is applied and reversed, and hides nothing',
      'preserve is applied and reversed, and hides nothing',
      'content is shown of what exists and of nothing else (optional)',
    ]);
  });

  test('refuses a withholding by country with an explanation, and leaves the account unchanged', async () => {
    const withhold = anOperation({ action: 'withhold', countries: ['IN'] });
    expect(await sent(withhold)).toMatchObject({
      status: 'refused',
      message: expect.stringContaining('Synapse has no countries'),
    });
    expect(synapse.suspended.size).toBe(0);
  });

  test('redacts an event once per key after joining its room, and refuses to restore it', async () => {
    const [found] = await platform.resolve([
      { type: 'post', locator: 'https://matrix.to/#/%23farm:home.example/$event?via=home.example' },
    ]);
    expect(found).toMatchObject({ id: '!farm:home.example/$event', owner: '@writer:home.example' });
    const remove = anOperation({ type: 'post', id: found?.id ?? '' });
    expect(await sent(remove)).toMatchObject({ status: 'applied', receipt: expect.stringContaining(remove.key) });
    expect(await sent(remove)).toMatchObject({ status: 'already', receipt: expect.stringContaining(remove.key) });
    expect([...(synapse.redactions.get('$event') ?? [])]).toEqual([remove.key]);
    expect((await platform.state([remove.id])).get(remove.id)).toMatchObject({ everywhere: true });
    expect(await sent(restoring(remove))).toMatchObject({
      status: 'refused',
      message: 'Redacted content cannot be restored on Matrix.',
    });
  });

  test('refuses an operation in a room it cannot join, with Synapse’s message', async () => {
    const remove = anOperation({ type: 'post', id: '!closed:home.example/$event' });
    expect(await sent(remove)).toMatchObject({ status: 'refused', message: expect.stringContaining('closed') });
    expect(synapse.redactions.size).toBe(0);
  });

  test('redacts the events of a page before suspending accounts that could admit it to the room', async () => {
    const owner = anOperation({ id: '@owner:home.example' });
    const event = anOperation({ type: 'post', id: '!farm:home.example/$event' });
    const results = await platform.operate([owner, event]);
    expect([owner, event].map(({ key }) => results.get(key)?.status)).toEqual(['applied', 'applied']);
    expect(await sent(anOperation({ type: 'post', id: '!other:home.example/$event-2' }))).toMatchObject({
      status: 'refused',
      message: expect.stringContaining('are suspended'),
    });
  });

  test.each(['/suspend/', '/account_data/notice_desk.operation'])(
    'leaves an operation unknown if its answer is lost after %s, and resolves it on resend',
    async (path) => {
      const remove = anOperation();
      let isCut = false;
      synapse.cuts = (method, url) => {
        const cuts = !isCut && method === 'PUT' && url.includes(path);
        isCut ||= cuts;
        return cuts;
      };
      await expect(platform.operate([remove])).rejects.toThrow('cannot be reached');
      expect((await sent(remove))?.status).toMatch(/^(applied|already)$/);
      expect((await platform.findOperations([remove.key])).get(remove.key)).toMatchObject({ status: 'applied' });
      expect(await sent(restoring(remove))).toMatchObject({ status: 'applied' });
      expect(synapse.suspended.get(remove.id)).toBe(false);
    },
  );

  test('does not lift what the platform’s own moderators restricted', async () => {
    synapse.suspended.set('@alice:home.example', true);
    synapse.blocked.set('!farm:home.example', '@moderator:home.example');
    const account = anOperation();
    const room = anOperation({ type: 'channel', id: '!farm:home.example' });
    for (const held of [account, room]) {
      expect(await sent(held)).toMatchObject({ status: 'already' });
      expect(await sent(restoring(held))).toMatchObject({
        status: 'refused',
        message: expect.stringContaining('not by this desk'),
      });
    }
    expect(synapse.suspended.get(account.id)).toBe(true);
    expect(synapse.blocked.get(room.id)).toBe('@moderator:home.example');
  });

  test('notifies users by server notice once per message, and offers none if Synapse sends none', async () => {
    const message = {
      key: randomUUID(),
      type: 'post',
      id: '!farm:home.example/$event',
      language: 'en',
      subject: 'Removed',
      text: 'By order.',
      appealUrl: '',
    };
    expect((await platform.sendMessages([message]))?.get(message.key)).toMatchObject({ status: 'applied' });
    expect((await platform.sendMessages([message]))?.get(message.key)).toMatchObject({ status: 'already' });
    expect(synapse.notices).toEqual([{ user: '@writer:home.example', body: 'Removed\n\nBy order.' }]);
    synapse.sendsNotices = false;
    expect(await platform.sendMessages([{ ...message, key: randomUUID() }])).toBeUndefined();
  });

  test('reports missing targets, and refuses other servers and types by name', async () => {
    const targets = [
      { type: 'account', locator: '@nobody' },
      { type: 'account', locator: '@alice:elsewhere.example' },
      { type: 'hashtag', locator: '#farm' },
      { type: 'channel', locator: 'farm:elsewhere.example' },
      { type: 'account', locator: '@odd' },
    ];
    const [missing, foreign, hashtag, room, odd] = await platform.resolve(targets);
    expect([missing, odd]).toMatchObject([
      { id: null, exists: false },
      { id: null, exists: false },
    ]);
    const said = [
      await sent(anOperation({ id: foreign?.id ?? '' })),
      await sent(anOperation({ type: 'channel', id: room?.id ?? '' })),
      await sent(anOperation({ id: '@desk:home.example' })),
      await sent(anOperation({ type: 'hashtag', id: hashtag?.id ?? '' })),
    ];
    expect(said.map((result) => [result?.status, result?.message])).toEqual([
      ['refused', 'Synapse only suspends accounts of its own server, given as @name or @name:server.'],
      ['refused', expect.stringContaining('by its alias on this server')],
      ['refused', "That is the desk's own account."],
      ['refused', 'Synapse only acts on accounts, events and rooms; this target is of type hashtag.'],
    ]);
  });

  test('fails with an unknown outcome if Synapse rejects its token', async () => {
    const stranger = createSynapsePlatform({ db: registry.enforcement, url: synapse.url, token: 'other' });
    await expect(stranger.operate([anOperation()])).rejects.toThrow('401');
    await stranger.close();
  });
});

describe('readSynapseLocator', () => {
  test.each([
    ['account', 'alice', { kind: 'account', name: '@alice' }],
    ['account', '@alice:home.example', { kind: 'account', name: '@alice:home.example' }],
    ['account', 'https://matrix.to/#/@alice:home.example', { kind: 'account', name: '@alice:home.example' }],
    ['channel', 'farm:home.example', { kind: 'room', room: '#farm:home.example' }],
    ['channel', 'https://matrix.to/#/!abc?via=home.example', { kind: 'room', room: '!abc' }],
    ['channel', 'https://matrix.to/#/!abc/$event', null],
    ['post', 'https://matrix.to/#/!abc/%24event', { kind: 'event', room: '!abc', event: '$event' }],
    ['post', 'https://matrix.to/#/!abc/%E0%A4%A', null],
    ['post', 'https://home.example/post/1', null],
    ['url', 'https://matrix.to/#/!abc/$event', null],
  ])('reads %s %s', (type, locator, meant) => {
    expect(readSynapseLocator({ type, locator })).toEqual(meant);
  });

  test('recognises no item in an id of another kind', () => {
    expect(['account_1', '!abc/event', '!abc/$event/more', 'did:plc:abc'].map(parseItemId)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});
