import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { ask, askTogether, question } from '../../../registry/ask.js';
import { queryOpenRepair } from '../../../registry/enforcement/repairs.js';
import { raiseAlert } from '../../../registry/ops/alerts.js';
import { queryOpenAlerts } from '../../../registry/ops/open-alerts.js';
import { queryBody, queryNotice } from '../../../registry/notices/notices.js';
import { queryLinks } from '../../../registry/notices/links.js';
import { queryQueueFacts } from '../../../registry/notices/queue-facts.js';
import { insertReclassification, queryReclassification } from '../../../registry/notices/reclassifications.js';
import { forgeable, sentBefore } from '../../../registry/notices/sender-checks.js';
import { queryDelegators } from '../../../registry/people/absences.js';
import { queryRatification, writeRatification } from '../../../registry/submissions/ratifications.js';
import { querySubmission } from '../../../registry/submissions/submissions.js';
import { queryStatusCounts } from '../../../registry/targets/ledger.js';
import {
  aClockRow,
  aNotice,
  anApprovedDecision,
  startRegistry,
  type Registry,
} from '../../support/registry-fixture.js';

let registry: Registry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

/** A notice about which every query has something to report. */
async function aBusyNotice(): Promise<string> {
  const { db, people } = registry;
  const later = new Date(Date.now() + 3_600_000);
  const id = await aNotice(registry, ['@one', '@two'], {
    issued_at: new Date('2021-02-03T04:05:06.789Z'),
    effective_until: later,
    assignee: people.reviewer,
    claimed_until: later,
    authority_email: 'somebody@elsewhere.example',
    facts: JSON.stringify({ said: '2021-02-03T04:05:06.789+00:00' }),
    body: 'Text\nwith "quotes", a \\ and 2021-02-03T04:05:06+00:00',
  });
  await db
    .insertInto('clock')
    .values(aClockRow(id, { due_at: later }))
    .execute();
  const digest = await anApprovedDecision(registry, { noticeId: id, decisions: [{ action: 'withhold' }] });
  await writeRatification(db, {
    noticeId: id,
    ratification: {
      submission: 1,
      digest,
      author: people.author,
      onCall: people.approver,
      stoodFor: [],
      drafters: [],
      approverSlots: ['approver'],
      approvals: [],
      state: 'open',
      openedAtMs: 1_612_325_106_789,
      settledAtMs: null,
    },
  });
  await raiseAlert(db, { key: `${id}:x`, kind: 'divergence', noticeId: id, summary: 'They differ.' });
  await insertReclassification(db, {
    noticeId: id,
    id: uuidv7(),
    secrecy: { level: 'restricted', people: [people.counsel], untilMs: later.getTime() },
    reason: 'It is known by now',
    requestedBy: people.author,
    requestedAt: new Date(),
    expiresAt: later,
  });
  return id;
}

describe('ask and askTogether', () => {
  test('give the same answers alone and together in one statement', async () => {
    const { db, people } = registry;
    const id = await aBusyNotice();
    const reader = { id: people.reviewer, roles: ['reviewer' as const] };
    const found = await ask(db, queryNotice({ id, reader }));
    if (found === undefined) throw new Error('There is no notice.');
    const questions = {
      found: queryNotice({ id, reader }),
      facts: queryQueueFacts([id]),
      submission: querySubmission({ noticeId: id }),
      ratification: queryRatification(id),
      actsFor: queryDelegators(reader),
      links: queryLinks({ noticeId: id, reader }),
      alert: queryOpenAlerts(id),
      body: queryBody(id, { withheld: false }),
      repairing: queryOpenRepair(id),
      standings: queryStatusCounts(id),
      request: queryReclassification(id),
      seenBefore: sentBefore(found.row),
      directory: forgeable(found.row),
    };
    const together = await askTogether(db, questions);
    for (const [name, one] of Object.entries(questions)) {
      expect({ [name]: together[name as keyof typeof questions] }).toEqual({
        [name]: await ask<unknown>(db, one),
      });
    }
    expect(together.found?.row.issued_at).toEqual(new Date('2021-02-03T04:05:06.789Z'));
    expect(together.request?.expiresAt).toBeInstanceOf(Date);
    expect(together.submission?.approvals[0]?.at).toBeInstanceOf(Date);
    expect(together.alert).toHaveLength(1);
  });

  test('answer a query about a missing record as for no rows', async () => {
    const { db, people } = registry;
    const id = uuidv7();
    const reader = { id: people.reviewer, roles: ['reviewer' as const] };
    const questions = {
      found: queryNotice({ id, reader }),
      body: queryBody(id, { withheld: false }),
      request: queryReclassification(id),
    };
    expect(await askTogether(db, questions)).toEqual({ found: undefined, body: null, request: undefined });
  });

  test('keep the order of the rows', async () => {
    const select = sql<{ n: number }>`select n from generate_series(1, 500) n order by n desc`;
    const numbers = question({ select, instants: {}, read: (rows) => rows.map(({ n }) => n) });
    const { one } = await askTogether(registry.db, { one: numbers });
    expect(one).toEqual(Array.from({ length: 500 }, (_, index) => 500 - index));
  });
});

test('return no text of a notice to a reader without access', async () => {
  const id = await aNotice(registry, ['@one']);
  expect(await ask(registry.db, queryBody(id, { withheld: true }))).toBeNull();
});
