import { setTimeout as sleep } from 'node:timers/promises';
import { DEMO_PEOPLE, type DemoName } from '../../desk/simulators/demo-people.js';
import type { ChaosClient } from './client.js';
import type { Around, Evidence, FinalAuditEntry, FinalNotice, FinalRestriction, FinalTarget } from './evidence.js';
import type { Journal } from './journal.js';
import { findLeakingLogs } from './lab/logs.js';
import { POOL } from './order.js';
import { verifyAuditLog } from '../cluster/audit-log.js';

/** A letter is retried within this after a mail server outage, and received mail is read. */
const LETTERS_MS = 300_000;

export async function observe(
  client: ChaosClient,
  {
    journal,
    unfinished,
    home,
    isLeftOut = () => false,
  }: {
    journal: Journal;
    unfinished: string[];
    home: string | null;
    isLeftOut?: (reference: string) => boolean;
  },
): Promise<Evidence> {
  const people: Partial<Record<DemoName, string>> = {};
  for (const { name } of DEMO_PEOPLE) people[name] = String((await client.read(name, '/v1/me')).body.person.id);
  const all = await client.readAll('counsel', '/v1/notices');
  const leftOut = new Set(all.filter(({ reference }) => isLeftOut(String(reference))).map(({ id }) => String(id)));
  const summaries = all.filter(({ id }) => !leftOut.has(String(id)));
  const notices: FinalNotice[] = [];
  for (const { id } of summaries) notices.push(await observeNotice(client, String(id)));
  const restrictions = (await client.readAll('counsel', '/v1/restrictions')) as FinalRestriction[];
  const entries = await client.readAll('auditor', '/v1/audit');
  const audit = entries
    .filter(({ entry }) => !leftOut.has(String(entry.notice)))
    .map(
      ({ seq, entry: { notice, actor, action, detail, commandId } }): FinalAuditEntry => ({
        seq,
        notice,
        actor: actor.id,
        action,
        detail,
        commandId,
      }),
    );
  return {
    journal: journal.lines,
    people,
    notices,
    restrictions,
    audit,
    platform: await observePlatform(client, journal),
    answers: client.answers,
    around: home === null ? null : await observeAround(client, { home, notices: notices.map(({ id }) => id) }),
    unfinished,
  };
}

async function observeAround(
  client: ChaosClient,
  { home, notices }: { home: string; notices: readonly string[] },
): Promise<Around> {
  const list = async () => {
    const all: Around['letters'] = [];
    for (const notice of notices)
      for (const { n, state, messageId } of (await client.read('counsel', `/v1/notices/${notice}/letters`)).body.items)
        all.push({ notice, n, state, messageId });
    return all;
  };
  const until = Date.now() + LETTERS_MS;
  const asLongAs = async <Found>(find: () => Promise<Found[]>, waits: (one: Found) => boolean): Promise<Found[]> => {
    for (;;) {
      const found = await find();
      if (Date.now() > until || !found.some(waits)) return found;
      await sleep(2_000);
    }
  };
  const letters = await asLongAs(list, ({ state }) => state !== 'sent');
  // Stored mail that was not yet read has no Message-ID.
  const inbound = await asLongAs(
    () => client.readAll('reviewer', '/v1/inbound'),
    ({ isRead }) => isRead === false,
  );
  const outbox = await client.readAll('auditor', '/v1/outbox');
  return {
    letters,
    inbound: inbound.map(({ messageId }) => ({ messageId })),
    outbox: outbox.map(({ messageId, envelope }) => ({ messageId, to: envelope.to })),
    logProblems: [...(await verifyAuditLog(home)).wrong],
    leakingLogs: findLeakingLogs(home, client.keys),
  };
}

async function observeNotice(client: ChaosClient, id: string): Promise<FinalNotice> {
  const path = `/v1/notices/${id}`;
  const { reference, stage, counts, submission } = (await client.read('counsel', path)).body;
  const targets = (await client.readAll('counsel', `${path}/targets`)).map(
    ({ no, type, locator, platformId, status, problem, receipt }): FinalTarget => ({
      no,
      type,
      locator,
      platformId,
      status,
      problem,
      receipt,
    }),
  );
  const enforcements = [];
  for (let number = 1; number <= (submission?.number ?? 0); number += 1) {
    // A returned submission has no progress.
    const { status, body } = await client.read('counsel', `${path}/enforcement?submission=${number}`);
    if (status === 200) enforcements.push(body);
  }
  return { id, reference, stage, counts, targets, enforcements };
}

async function observePlatform(client: ChaosClient, journal: Journal): Promise<Evidence['platform']> {
  const entries = (await client.platform('GET', '/_double/journal')).body.results;
  const { fired, looks } = await client.fired();
  const named = journal.lines.flatMap((line) =>
    line.phase === 'invoke' && line.op === 'receive' ? line.body.items : [],
  );
  const pool = (await client.platform('POST', '/resolve', { targets: POOL })).body.results;
  const ids = new Set<string>([
    ...named,
    ...pool.map(({ id }: { id: string }) => id),
    ...entries.map(({ id }: { id: string }) => id),
  ]);
  const states = (await client.platform('POST', '/state', { ids: [...ids] })).body.results;
  return { states, journal: entries, fired, looks };
}
