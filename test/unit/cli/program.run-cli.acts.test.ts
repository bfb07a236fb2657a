import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aNotice, FakeDesk, ID, run } from '../../support/fake-desk.js';

let desk: FakeDesk;
beforeEach(async () => {
  desk = new FakeDesk();
  await desk.start();
});
afterEach(() => desk.stop());

describe('notice commands that act', () => {
  const result = { matched: 7, changed: 6, protected: [3, 4, 5, 9], alreadyRestricted: [1] };

  test('decide sends selection, action, grounds and countries, and shows the result', async () => {
    desk.answer = () => ({ body: aNotice({ result }) });
    const args = ['notices', 'decide', ID, '--targets', '1,2,5-9', '--to', 'withhold', '--ground', 'legal_basis_met'];
    const { out } = await run(desk, [
      ...args,
      '--ground',
      'other',
      '--country',
      'IN',
      '--note',
      'why',
      '--expected-version',
      '7',
    ]);
    expect(desk.seen[0]).toMatchObject({
      path: `/v1/notices/${ID}/decide`,
      body: {
        select: { targets: [1, 2, 5, 6, 7, 8, 9] },
        action: 'withhold',
        grounds: ['legal_basis_met', 'other'],
        countries: ['IN'],
        note: 'why',
        expectedVersion: 7,
      },
    });
    expect(out).toContain('7 matched, 6 changed');
    expect(out).toContain('4 protected targets: 3-5, 9');
    expect(out).toContain('1 already restricted: 1');
  });

  test('decide sends filters and leaves the selection to the desk', async () => {
    desk.answer = () => ({ body: aNotice({ result }) });
    const rest = ['--to', 'push_back', '--ground', 'protected_speech'];
    await run(desk, ['notices', 'decide', ID, '--protected', ...rest]);
    await run(desk, ['notices', 'decide', ID, '--undecided', '--flag', 'none', '--q', 'news', ...rest]);
    await run(desk, ['notices', 'decide', ID, '--protected', 'press,court', '--problem', 'none', ...rest]);
    expect(desk.seen.map(({ method, body }) => [method, body.select])).toEqual([
      ['POST', { protected: 'any' }],
      ['POST', { status: 'undecided', flag: 'none', q: 'news' }],
      ['POST', { protected: ['press', 'court'], problem: 'none' }],
    ]);
  });

  test('decide reads locators from a file', async () => {
    const file = join(desk.home, 'list.txt');
    writeFileSync(file, '@a\r\n\n@b\n');
    desk.answer = () => ({ body: aNotice({ result }) });
    await run(desk, [
      'notices',
      'decide',
      ID,
      '--locators-file',
      file,
      '--type',
      'account',
      '--to',
      'not_found',
      '--ground',
      'not_found',
    ]);
    expect(desk.seen[0]?.body.select).toEqual({ type: 'account', locators: ['@a', '@b'] });
  });

  test('submit-decisions prints number and digest', async () => {
    const submission = { number: 2, digest: 'sha256:abc', approvalsNeeded: 1, approvals: [] };
    desk.answer = () => ({ body: aNotice({ stage: 'approval', submission }) });
    const { out } = await run(desk, ['notices', 'submit-decisions', ID, '--remarks', 'Hello']);
    expect(desk.seen[0]).toMatchObject({ path: `/v1/notices/${ID}/submit` });
    expect(desk.seen[0]?.body).toEqual({ letter: { fields: { remarks: 'Hello' } } });
    expect(out).toContain('submission 2');
    expect(out).toContain('sha256:abc');
  });

  test('approve reads the open submission, shows it and sends its digest', async () => {
    const submission = { number: 2, digest: 'sha256:abc', by: 'Reviewer Demo', approvalsNeeded: 2, approvals: [] };
    const open = aNotice({ stage: 'approval', submission });
    desk.answer = ({ method }) => ({
      body: method === 'GET' ? open : { ...open, submission: { ...submission, approvals: [{ by: 'x' }] } },
    });
    const { out } = await run(desk, ['notices', 'approve', ID]);
    expect(desk.seen.map(({ as }) => as)).toEqual(['approver', 'approver']);
    expect(desk.seen[1]?.body).toEqual({ submission: 2, digest: 'sha256:abc' });
    expect(out).toContain('3 targets: 2 withhold');
    expect(out).toContain('1 more approval needed');
  });

  test('approve fails locally without an open submission', async () => {
    desk.answer = () => ({ body: aNotice() });
    const { code, err } = await run(desk, ['notices', 'approve', ID]);
    expect(code).toBe(1);
    expect(err).toContain('has no open submission');
  });

  test('submit builds a notice from options and files', async () => {
    const list = join(desk.home, 'list.txt');
    const text = join(desk.home, 'order.txt');
    writeFileSync(list, '@a_example\n#tag_example\nhttps://social.example/x\n');
    writeFileSync(text, 'Block these.');
    desk.answer = ({ method }) =>
      method === 'GET'
        ? { body: { items: [aNotice()], nextCursor: null } }
        : { status: 201, body: aNotice({ targetsAccepted: 3, targetsMerged: 0, targetsFlagged: 1 }) };
    const { out } = await run(desk, [
      ...'notices submit --authority in-meity --kind blocking_order --jurisdiction IN --deadline PT4H'.split(' '),
      ...`--targets ${list} --body-file ${text} --relates-to N-2026-000002:follows`.split(' '),
      ...'--secrecy gagged --people p1,role:counsel'.split(' '),
    ]);
    expect(desk.seen.at(-1)?.body).toEqual({
      authority: 'in-meity',
      kind: 'blocking_order',
      jurisdiction: 'IN',
      orderedDeadline: { within: 'PT4H' },
      body: 'Block these.',
      relatesTo: [{ notice: ID, as: 'follows' }],
      secrecy: { level: 'gagged', people: ['p1', 'role:counsel'] },
      targets: [
        { type: 'account', locator: '@a_example' },
        { type: 'hashtag', locator: '#tag_example' },
        { type: 'url', locator: 'https://social.example/x' },
      ],
    });
    expect(out).toContain('3 targets accepted, 0 duplicates merged, 1 flagged');
  });

  test('keys create finds the person and shows the key once', async () => {
    desk.answer = ({ method }) =>
      method === 'GET'
        ? {
            body: {
              items: [{ id: 'p1', name: 'A', email: 'a@desk.example', roles: [], active: true }],
              nextCursor: null,
            },
          }
        : { status: 201, body: { key: 'secret' } };
    const { out } = await run(desk, [
      'keys',
      'create',
      '--person',
      'A@desk.example',
      '--name',
      'k',
      '--role',
      'ops,auditor',
    ]);
    expect(desk.seen.at(-1)?.body).toEqual({ person: 'p1', name: 'k', roles: ['ops', 'auditor'] });
    expect(out).toContain('secret');
  });

  test.each([
    [
      ['--speaks-for', 'de-bka,fr-ofac'],
      ['de-bka', 'fr-ofac'],
    ],
    [['--speaks-for', 'all'], 'all'],
  ])('keys create binds the key: %j', async (args, speaksFor) => {
    const person = '0197c5a0-0000-7000-8000-000000000001';
    desk.answer = () => ({ status: 201, body: { key: 'secret' } });
    await run(desk, ['keys', 'create', '--person', person, '--name', 'k', '--role', 'intake', ...args]);
    expect(desk.seen.at(-1)?.body).toMatchObject({ person, speaksFor });
  });

  test('keys create rejects mixed --speaks-for values, and sender-checks lists what was checked', async () => {
    const person = '0197c5a0-0000-7000-8000-000000000001';
    const args = ['--person', person, '--name', 'k', '--role', 'intake', '--speaks-for', 'all', 'de-bka'];
    expect(await run(desk, ['keys', 'create', ...args])).toMatchObject({ code: 2 });
    const check = {
      at: '2026-03-01T12:00:00.000Z',
      byName: 'Rita',
      method: 'call_back',
      outcome: 'confirmed',
      contact: { phone: '+61 2 9999 0000' },
      document: null,
      note: 'Spoke to the desk officer.',
    };
    desk.answer = () => ({ body: { items: [check], nextCursor: null } });
    const { out } = await run(desk, ['notices', 'sender-checks', ID]);
    for (const part of ['Rita', 'call_back', '+61 2 9999 0000', 'confirmed']) expect(out).toContain(part);
  });

  test('triage accepts one of four priorities, and decide-contested sends counsel’s decision', async () => {
    desk.answer = () => ({ body: { topic: 'publication', allow: false } });
    expect(await run(desk, ['notices', 'triage', ID, '--priority', 'banana'])).toMatchObject({ code: 2 });
    const said = ['--topic', 'publication', '--decision', 'forbid', '--reason', 'Opinion'];
    expect((await run(desk, ['notices', 'decide-contested', ID, ...said])).out).toBe('publication: not allowed\n');
    expect(desk.seen.at(-1)).toMatchObject({
      path: `/v1/notices/${ID}/contested-rules`,
      body: { topic: 'publication', allow: false, reason: 'Opinion' },
    });
  });

  test('authenticity shows channel, doubts with their basis, sender checks and changes', async () => {
    const signature = { kind: 'smime', valid: false };
    const dossier = {
      authenticity: 'unverified',
      came: { channel: 'mail', receivedAt: '2026-03-01T12:00:00.000Z' },
      mails: [
        { from: 'a@meity-gov.example', authentication: { aligned: false, signature } },
        { from: 'b@meity.example', authentication: null },
      ],
      triggers: [{ code: 'document_presses', words: 'the document presses', basis: ['urgent', 'do not call'] }],
      checks: [
        {
          at: '2026-03-01T13:00:00.000Z',
          byName: 'Rita',
          method: 'call_back',
          outcome: 'denied',
          open: ['law_and_rank'],
        },
      ],
      directory: { changes: [{ at: '2026-02-28T00:00:00.000Z', byName: 'Ada', fields: [{ field: 'contacts' }] }] },
    };
    desk.answer = () => ({ body: dossier });
    const { out } = await run(desk, ['notices', 'authenticity', ID]);
    expect(out.trimEnd().split('\n')).toEqual([
      'sender unverified, received by mail at 2026-03-01T12:00:00.000Z',
      'mail from a@meity-gov.example: domain not verified, smime invalid',
      'mail from b@meity.example: not parsed',
      '! document_presses: the document presses (urgent, do not call)',
      '2026-03-01T13:00:00.000Z Rita: call_back denied, open: law_and_rank',
      '2026-02-28T00:00:00.000Z Ada changed the directory: contacts',
    ]);
  });

  test('says until when break-glass access to a notice lasts', async () => {
    desk.answer = () => ({ body: { notice: ID, until: '2026-03-01T16:00:00.000Z' } });
    const { out } = await run(desk, ['notices', 'break-glass', ID, '--reason', 'All named people have left']);
    expect(desk.seen[0]).toMatchObject({ path: `/v1/notices/${ID}/break-glass`, body: { reason: expect.any(String) } });
    expect(out).toBe(`break-glass access to ${ID} until 2026-03-01T16:00:00.000Z\n`);
  });

  test.each([
    [['triage', ID, '--authenticity', 'rejected'], 'triage', { authenticity: 'rejected' }],
    [
      ['verify-sender', ID, '--method', 'call_back', '--contact', '0', '--outcome', 'no_answer', '--note', 'n'],
      'verify-sender',
      { method: 'call_back', contact: '0', outcome: 'no_answer', note: 'n' },
    ],
    [
      `verify-sender ${ID} --method signature --outcome confirmed --note n --point targets_compared law_and_rank`.split(
        ' ',
      ),
      'verify-sender',
      { method: 'signature', outcome: 'confirmed', note: 'n', points: ['targets_compared', 'law_and_rank'] },
    ],
    [
      ['verify-sender', ID, '--method', 'known_document', '--document', 'd', '--outcome', 'confirmed', '--note', 'n'],
      'verify-sender',
      { method: 'known_document', document: 'd', outcome: 'confirmed', note: 'n' },
    ],
    [['assign', ID, '--to', 'p1'], 'assign', { to: 'p1' }],
    [['confirm-deadline', ID, 'c1'], 'confirm-deadline', { clock: 'c1' }],
    [['acknowledge', ID, 'c1', '2'], 'acknowledge-escalation', { clock: 'c1', level: 2 }],
    [['link', ID, 'follows', ID], 'link', { notice: ID, as: 'follows' }],
    [['annotate', ID, 'text'], 'annotate', { text: 'text', audience: 'internal' }],
    [['close', ID, '--reason', 'x', '--override'], 'close', { reason: 'x', override: true }],
    [['record-dialogue', ID, '--outcome', 'o', '--minutes', 'm'], 'record-dialogue', { outcome: 'o', minutes: 'm' }],
    [
      ['request-dialogue', ID, '--with', 'w', '--subject', 's', '--proposal', 'p'],
      'request-dialogue',
      { with: 'w', subject: 's', proposal: 'p' },
    ],
    [
      ['reinstate', ID, '--action', 'withhold', '--cause', 'unilateral', '--note', 'n'],
      'reinstate',
      { select: { action: 'withhold' }, cause: 'unilateral', note: 'n' },
    ],
  ])('%j becomes the command %s', async (args, command, body) => {
    desk.answer = () => ({ body: aNotice() });
    const { code, err } = await run(desk, ['notices', ...args]);
    expect([code, err]).toEqual([0, '']);
    expect(desk.seen[0]).toMatchObject({ method: 'POST', path: `/v1/notices/${ID}/${command}` });
    expect(desk.seen[0]?.body).toEqual(body);
  });
});
