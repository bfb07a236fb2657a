import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import type { Event } from '../../../../domain/event.js';
import { appendAudit } from '../../../../registry/notices/audit.js';
import { createEventIds } from '../../../../application/audit/events/event-ids.js';
import { findEventSeal } from '../../../../registry/notices/audit-views.js';
import { eventually } from '../../../support/eventually.js';
import { listSecretReads, startApi, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';

interface SeenEvent {
  id: string | undefined;
  event: string;
  data: Record<string, unknown>;
}

interface Listener {
  events: SeenEvent[];
  until(count: number): Promise<SeenEvent[]>;
  ended: Promise<void>;
  stop(): void;
}

let api: ApiHarness;
let address: string;
const open: Listener[] = [];

beforeAll(async () => {
  api = await startApi();
  address = await api.app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(() => {
  for (const listener of open.splice(0)) listener.stop();
});
afterAll(() => api.close());

async function listen(as: HarnessPerson, lastEventId?: string): Promise<Listener> {
  const abort = new AbortController();
  const headers = {
    authorization: `Bearer ${as.key}`,
    ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
  };
  const response = await fetch(`${address}/v1/events`, { headers, signal: abort.signal });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const events: SeenEvent[] = [];
  const listener: Listener = {
    events,
    async until(count) {
      for (const end = Date.now() + 60_000; Date.now() < end; await sleep(20)) {
        const numbered = events.filter(({ id }) => id !== undefined);
        if (numbered.length >= count) return numbered;
      }
      throw new Error(`only ${JSON.stringify(events)}`);
    },
    ended: read(response, events).catch(() => undefined),
    stop: () => abort.abort(),
  };
  open.push(listener);
  return listener;
}

async function read(response: Response, events: SeenEvent[]): Promise<void> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
      const data = field('data');
      if (data !== undefined) events.push({ id: field('id'), event: field('event') ?? '', data: JSON.parse(data) });
    }
  }
}

const getEventId = (event: SeenEvent | undefined) => event?.id ?? '';

async function addEntry(noticeId: string, action: string): Promise<void> {
  const actor = { kind: 'system' as const, id: 'test', name: 'Test', roles: [] };
  // A later release may have written an action that this one does not know.
  const event = { action, detail: {} } as Event;
  await appendAudit(api.db, [{ at: new Date(), noticeId, actor, ...event }]);
}

async function idAt(seq: number): Promise<string> {
  return createEventIds(await findEventSeal(api.db)).of({ seq, at: new Date() });
}

async function top(): Promise<number> {
  const { rows } = await sql<{ top: number }>`select coalesce(max(seq), 0) as top from audit_entry`.execute(api.db);
  return rows[0]?.top ?? 0;
}

describe('GET /v1/events', () => {
  test('sends new events by type', async () => {
    const { id: before } = await api.receive();
    const listener = await listen(api.people.reviewer);
    const { id, number } = await api.receive();
    await addEntry(id, 'clock_missed');
    const [one, two] = await listener.until(2);
    expect(one).toMatchObject({ event: 'notice', data: { notice: id, number, action: 'notice_received' } });
    expect(two).toMatchObject({ event: 'clock', data: { notice: id, action: 'clock_missed' } });
    expect(getEventId(two) > getEventId(one)).toBe(true);
    expect(listener.events.some(({ data }) => data['notice'] === before)).toBe(false);
  });

  test('replays events after Last-Event-ID once each and in order, over several pages', async () => {
    const { id } = await api.receive();
    const start = await top();
    for (let no = 0; no < 450; no++) await addEntry(id, `step_${no}`);
    const listener = await listen(api.people.reviewer, await idAt(start + 100));
    const events = await listener.until(350);
    expect(events.map(({ data }) => data['action'])).toEqual(
      Array.from({ length: 350 }, (_, no) => `step_${no + 100}`),
    );
    await sleep(1_500);
    expect(listener.events.filter((event) => event.id !== undefined)).toHaveLength(350);
  });

  test('misses no entry that commits after a later one, and repeats none', async () => {
    const { id } = await api.receive();
    const listener = await listen(api.people.reviewer, await idAt(await top()));
    const late = new pg.Client({ connectionString: api.url });
    await late.connect();
    const insert = `insert into audit_entry (at, notice_id, actor_kind, actor_id, actor_name, action, detail, leaf_hash) values (now(), $1, 'system', 't', 'T', $2, '{}', sha256('x'))`;
    await late.query('begin');
    await late.query(insert, [id, 'late']);
    await addEntry(id, 'early');
    await sleep(2_500);
    await late.query('commit');
    await late.end();
    const events = await listener.until(2);
    expect(events.map(({ data }) => data['action'])).toEqual(['late', 'early']);
    await sleep(1_200);
    expect(listener.events.filter((event) => event.id !== undefined)).toHaveLength(2);
  });

  test('sends nothing about a notice that the listener cannot read', async () => {
    const reviewer = await listen(api.people.reviewer);
    const counsel = await listen(api.people.counsel);
    const { id } = await api.receive({ secrecy: await api.gagged() });
    await sql`insert into alert (id, key, kind, notice_id, summary) values (gen_random_uuid(), ${id}, 'letter_bounced', ${id}::uuid, 'x')`.execute(
      api.db,
    );
    const { id: known } = await api.receive();
    expect((await counsel.until(2)).map(({ data }) => data['notice'])).toEqual([id, known]);
    expect((await reviewer.until(1)).map(({ data }) => data['notice'])).toEqual([known]);
    const raised = () => counsel.events.filter(({ event }) => event === 'alert');
    await eventually(raised, ({ length }) => length > 0);
    await sleep(1_200);
    expect(JSON.stringify(reviewer.events)).not.toContain(id);
    expect(raised()).toHaveLength(1);
  });

  test('logs an auditor’s read of a secret notice once per stream, and sends it as no event', async () => {
    const auditor = await listen(api.people.auditor);
    const { id } = await api.receive({ secrecy: { level: 'restricted' } });
    await auditor.until(1);
    await addEntry(id, 'annotate');
    await auditor.until(2);
    await sleep(1_200);
    expect(auditor.events.filter((event) => event.id !== undefined)).toHaveLength(2);
    expect(await listSecretReads(api, id)).toHaveLength(1);
  });

  test('sends one event each when an alert is raised and when it is resolved', async () => {
    const { id } = await api.receive();
    const listener = await listen(api.people.ops);
    await sql`insert into alert (id, key, kind, notice_id, summary) values (gen_random_uuid(), 'k-1', 'letter_bounced', ${id}::uuid, 'x')`.execute(
      api.db,
    );
    const changes = () => listener.events.filter(({ event, data }) => event === 'alert' && data['notice'] === id);
    await eventually(changes, ({ length }) => length > 0);
    await sql`update alert set resolved_at = now() where key = 'k-1'`.execute(api.db);
    await eventually(changes, ({ length }) => length > 1);
    await sleep(1_200);
    expect(changes().map(({ data }) => data['open'])).toEqual([true, false]);
  });

  test('rejects an invalid Last-Event-ID', async () => {
    for (const id of ['x', '-1', '1e9', '17', '12345678901234567.aaaaaaaaaaaaaaaaaaaaaa']) {
      const response = await api.get('/v1/events', 'reviewer', { 'last-event-id': id });
      expect(response.json()).toMatchObject({ status: 422, errors: [{ path: '/headers/last-event-id' }] });
    }
  });

  test('ends when the desk stops, without waiting for its listeners', async () => {
    const own = await startApi();
    const at = await own.app.listen({ host: '127.0.0.1', port: 0 });
    const response = await fetch(`${at}/v1/events`, {
      headers: { authorization: `Bearer ${own.people.reviewer.key}` },
    });
    const ended = read(response, []).then(() => 'ended');
    await own.close();
    expect(await ended).toBe('ended');
  });
});

test('answers HEAD with the stream’s headers without opening a stream', async () => {
  const { id } = await api.receive();
  const head = (path: string, as: HarnessPerson | null, headers: Record<string, string> = {}) =>
    fetch(`${address}${path}`, {
      method: 'HEAD',
      headers: { ...headers, ...(as === null ? {} : { authorization: `Bearer ${as.key}` }) },
    });
  const begun = await head('/v1/events', api.people.reviewer);
  expect([begun.status, begun.headers.get('content-type'), await begun.text()]).toEqual([200, 'text/event-stream', '']);
  expect((await head('/v1/events', api.people.reviewer, { 'last-event-id': 'x' })).status).toBe(422);
  expect((await head('/v1/events', api.people.intake)).status).toBe(403);
  expect((await head('/v1/events', null)).status).toBe(401);
  const progress = `/v1/notices/${id}/enforcement/events`;
  expect((await head(progress, api.people.reviewer)).status).toBe(404);
  expect((await head(progress, null)).status).toBe(401);
});
