import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { accounts, allPages, followNotice, receive } from '../support/orders.js';
import { eventually } from '../support/eventually.js';
import { startDesk, type RunningDesk } from '../support/running-desk.js';

let desk: RunningDesk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.discard());

describe('notice from receipt to closing', () => {
  test('meets every clock and keeps all counts equal', async () => {
    const targets = accounts(4);
    const received = await receive(desk, { targets });
    expect(received.status).toBe(201);
    expect(received.body).toMatchObject({
      targetsAccepted: 4,
      targetsMerged: 0,
      targetsFlagged: 0,
      workflow: { started: true },
    });
    const notice = followNotice(desk, received.body.id);

    await notice.command('reviewer', 'triage', {});
    await notice.decide({ targets: [1, 2] }, 'withhold');
    await notice.decide({ targets: [3] }, 'remove_rules');
    await notice.decide({ targets: [4] }, 'push_back');
    const submitted = await notice.submit();
    expect(submitted.submission).toMatchObject({ number: 1, approvalsNeeded: 1, approvals: [] });
    await notice.approve();
    const inForce = await notice.reaches('in_force');

    expect(inForce.counts).toEqual({
      targets: 4,
      undecided: 0,
      byAction: { withhold: 2, remove_rules: 1, push_back: 1 },
      applied: 3,
      failed: 0,
      restored: 0,
    });
    expect(inForce.outcome).toBe('partly_complied');
    const letters = await eventually(
      () => notice.list('letters'),
      (items) => items.length === 3 && items.every(({ state }: { state: string }) => state === 'sent'),
    );
    expect(letters.map(({ kind }: { kind: string }) => kind).sort()).toEqual([
      'acknowledgement',
      'push_back',
      'report_of_effect',
    ]);
    const report = letters.find(({ kind }: { kind: string }) => kind === 'report_of_effect').text;
    expect(report).toMatch(/^For Example Platform Ltd$/m);
    const { api, keys } = desk.file();
    const { n } = letters.find(({ kind }: { kind: string }) => kind === 'report_of_effect');
    const document = await fetch(`${api}/v1/notices/${received.body.id}/letters/${n}/pdf`, {
      headers: { authorization: `Bearer ${keys.counsel}` },
    });
    expect(Buffer.from(await document.arrayBuffer()).toString('latin1')).toContain('/SubFilter /ETSI.CAdES.detached');
    const published = await desk.call(null, 'GET', '/v1/receipt-keys');
    // The key of receipts comes with the portal, which is an optional feature.
    const uses = published.body.items.map(({ use }: { use: string }) => use).filter((use: string) => use !== 'receipt');
    expect(uses.sort()).toEqual(['approval', 'audit', 'letter']);
    expect(report.match(/^\d\. account @\S+: withheld \(India\), \d+ \w+ \d{4}, \d\d:\d\d$/gm)).toHaveLength(2);
    const clocks = await eventually(
      () => notice.list('clocks'),
      (items) =>
        items
          .filter(({ owner }: { owner: string }) => owner === 'us')
          .every(({ state }: { state: string }) => state === 'met'),
    );
    expect(clocks.map(({ kind }: { kind: string }) => kind).sort()).toEqual([
      'acknowledge',
      'authority',
      'comply',
      'decide',
      'inform',
    ]);
    const closed = await notice.command('reviewer', 'close', { reason: 'Reported and answered' });
    expect(closed).toMatchObject({ stage: 'closed', outcome: 'partly_complied' });
  });

  test('sends letters only to the directory contact, without staff names in the text', async () => {
    const received = await receive(desk, {
      subject: 'Mail me at <evil@x.test>',
      reference: 'a@ok.test RCPT TO:<evil@x.test>',
    });
    const notice = followNotice(desk, received.body.id);
    await eventually(
      () => notice.list('letters'),
      (items) => items[0]?.state === 'sent',
    );
    const { body } = await desk.call('auditor', 'GET', '/v1/outbox?limit=200');
    const toAuthority = body.items.filter(({ envelope }: { envelope: { to: string[] } }) =>
      envelope.to.includes('in-meity@authority.example'),
    );
    expect(toAuthority.length).toBeGreaterThan(0);
    for (const mail of body.items) {
      expect(mail.envelope.to.every((to: string) => /@(authority|desk)\.example$/.test(to))).toBe(true);
    }
    for (const mail of toAuthority) expect(mail.text).not.toMatch(/Reviewer|Approver|Counsel Demo/);
  });

  test('skips enforcement for a push-back alone, requires counsel, and lists refused targets with grounds', async () => {
    const targets = accounts(2);
    const { body } = await receive(desk, { targets });
    const notice = followNotice(desk, body.id);
    await notice.command('reviewer', 'triage');
    await notice.decide({ all: true }, 'push_back');
    const submitted = await notice.submit();
    expect(submitted.submission.approvalsNeeded).toBe(2);
    await notice.approve('approver');
    const second = await desk.call('approver2', 'POST', `/v1/notices/${body.id}/approve`, {
      submission: 1,
      digest: submitted.submission.digest,
    });
    expect([second.status, second.body.type]).toEqual([403, 'urn:notice-desk:problem:forbidden']);
    await notice.approve('counsel');
    const refused = await notice.reaches('in_force');
    expect(refused).toMatchObject({ outcome: 'refused', counts: { applied: 0, byAction: { push_back: 2 } } });
    const letters = await eventually(
      () => notice.list('letters'),
      (items) =>
        items.some(({ kind, state }: { kind: string; state: string }) => kind === 'push_back' && state === 'sent'),
    );
    const pushBack = letters.find(({ kind }: { kind: string }) => kind === 'push_back');
    for (const { locator } of targets) expect(pushBack.text).toContain(locator);
    const operations = await desk.call('reviewer', 'GET', `/v1/notices/${body.id}/enforcement`);
    expect(operations.body).toMatchObject({ total: 0, pending: 0 });
  });

  test('voids the approvals of a returned submission, which is then decided again', async () => {
    const { body } = await receive(desk);
    const notice = followNotice(desk, body.id);
    await notice.command('reviewer', 'triage');
    await notice.decide({ all: true }, 'withhold');
    const first = await notice.submit();
    const back = await notice.command('approver', 'return', { submission: 1, reason: 'Target 2 is a newspaper' });
    expect(back).toMatchObject({ stage: 'review', submission: { number: 1, state: 'returned' } });
    await notice.decide({ targets: [2] }, 'push_back');
    const second = await notice.submit();
    expect(second.submission.number).toBe(2);
    expect(second.submission.digest).not.toBe(first.submission.digest);
    const stale = await desk.call('approver', 'POST', `/v1/notices/${body.id}/approve`, {
      submission: 2,
      digest: first.submission.digest,
    });
    expect(stale.body.type).toBe('urn:notice-desk:problem:digest-mismatch');
    await notice.approve();
    await notice.reaches('in_force');
    expect((await notice.read()).counts).toMatchObject({ applied: 2, byAction: { withhold: 2, push_back: 1 } });
  });

  test('denies authors approval of their own submission whatever their roles', async () => {
    const { body } = await receive(desk);
    const notice = followNotice(desk, body.id);
    await notice.command('counsel', 'triage');
    await notice.command('counsel', 'decide', {
      select: { all: true },
      action: 'withhold',
      grounds: ['legal_basis_met'],
    });
    const { submission } = await notice.submit({}, 'counsel');
    for (const [role, slug] of [
      ['counsel', 'four-eyes'],
      ['reviewer', 'forbidden'],
      ['ops', 'forbidden'],
    ] as const) {
      const answer = await desk.call(role, 'POST', `/v1/notices/${body.id}/approve`, {
        submission: submission.number,
        digest: submission.digest,
      });
      expect([role, answer.status, answer.body.type]).toEqual([role, 403, `urn:notice-desk:problem:${slug}`]);
    }
    const timeline = await notice.all('timeline');
    expect(timeline.filter(({ action }: { action: string }) => action === 'command_refused')).toHaveLength(3);
  });

  test('fires each escalation step of an order due in twenty seconds, mails staff, and pages until acknowledged', async () => {
    const { body } = await receive(desk, { orderedDeadline: { within: 'PT20S' } });
    const notice = followNotice(desk, body.id);
    const comply = async () => (await notice.list('clocks')).find(({ kind }: { kind: string }) => kind === 'comply');
    const fired = await eventually(
      comply,
      (clock) => clock.escalation.every(({ firedAt }: { firedAt: string | null }) => firedAt !== null),
      40_000,
    );
    expect(fired.state).toBe('missed');
    for (const { at, firedAt } of fired.escalation) expect(Date.parse(firedAt)).toBeGreaterThanOrEqual(Date.parse(at));
    const answered = await desk.call('counsel', 'POST', `/v1/notices/${body.id}/acknowledge-escalation`, {
      clock: fired.id,
      level: 4,
    });
    expect(answered.status).toBe(200);
    const timeline = await notice.all('timeline');
    const actions = timeline.map(({ action }: { action: string }) => action);
    expect(actions).toEqual(expect.arrayContaining(['escalation_fired', 'clock_missed', 'page_acknowledged']));
    const { number } = await notice.read();
    const mails = await eventually(
      () => allPages(desk, 'auditor', '/v1/outbox'),
      (items) =>
        items.filter(({ subject, envelope }) => subject.includes(number) && envelope.to[0].endsWith('@desk.example'))
          .length >= 4,
    );
    expect(mails.length).toBeGreaterThan(0);
    const alert = await desk.call('ops', 'GET', '/v1/ops/alerts?kind=clock_missed&limit=200');
    expect(alert.body.items.some(({ notice: id }: { notice: string }) => id === body.id)).toBe(true);
  });

  test('sends a dialogue request immediately, and meets its reply clock with the reply', async () => {
    const { body } = await receive(desk);
    const notice = followNotice(desk, body.id);
    await notice.command('approver', 'request-dialogue', {
      with: 'Office of the Minister',
      subject: 'A meeting',
      proposal: 'Any day next week.',
    });
    await eventually(
      () => notice.list('letters'),
      (items) =>
        items.some(
          ({ kind, state }: { kind: string; state: string }) => kind === 'dialogue_request' && state === 'sent',
        ),
    );
    await notice.command('reviewer', 'record-dialogue', { outcome: 'met', minutes: 'They listened.' });
    const reply = (await notice.list('clocks')).find(({ kind }: { kind: string }) => kind === 'reply');
    expect(reply).toMatchObject({ owner: 'authority', state: 'met' });
  });

  test('lifts by restoration only what no other order holds', async () => {
    const shared = accounts(2);
    const [first, second] = await Promise.all([receive(desk, { targets: shared }), receive(desk, { targets: shared })]);
    for (const { body } of [first, second]) {
      const notice = followNotice(desk, body.id);
      await notice.command('reviewer', 'triage');
      await notice.decide({ all: true }, 'withhold');
      await notice.submit();
      await notice.approve();
      await notice.reaches('in_force');
    }
    const held = () =>
      desk.call(
        'reviewer',
        'GET',
        `/v1/restrictions?type=account&locator=${encodeURIComponent(shared[0]?.locator ?? '')}`,
      );
    expect(new Set((await held()).body.items[0].supportedBy)).toEqual(new Set([first.body.id, second.body.id]));
    const one = followNotice(desk, first.body.id);
    await one.command('reviewer', 'reinstate', {
      select: { all: true },
      cause: 'order_revoked',
      note: 'Revoked today',
    });
    // No revocation is on record: another person must approve.
    expect((await one.read()).submission).toMatchObject({ purpose: 'restoration', approvalsNeeded: 1 });
    await one.approve();
    await eventually(one.read, ({ counts }) => counts.restored === 2);
    expect((await held()).body.items).toMatchObject([{ countries: ['IN'], supportedBy: [second.body.id] }]);
    const two = followNotice(desk, second.body.id);
    await two.command('reviewer', 'reinstate', { select: { all: true }, cause: 'unilateral', note: '' });
    expect((await two.read()).stage).toBe('approval');
    await two.approve();
    await eventually(two.read, ({ counts }) => counts.restored === 2);
    expect((await held()).body.items).toEqual([]);
  });
});

describe('desk CLI', () => {
  test('takes an order of 1,178 targets from intake to closed, with all four counts equal', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'order-'));
    const path = join(folder, 'order.json');
    const targets = accounts(1178, 'cli');
    writeFileSync(
      path,
      JSON.stringify({
        kind: 'blocking_order',
        authority: 'in-meity',
        jurisdiction: 'IN',
        regime: 'IN-69A-EMERG',
        reference: 'F.2',
        orderedDeadline: { within: 'PT6H' },
        targets,
      }),
    );
    const run = async (...args: string[]) => {
      const { code, out, err } = await desk.cli(...args);
      if (code !== 0) throw new Error(`${args.join(' ')}: ${code} ${err} ${out}`);
      return out;
    };
    const { id } = JSON.parse(await run('notices', 'submit', path, '--json'));
    await run('notices', 'triage', id);
    await run('notices', 'decide', id, '--targets', '1-583', '--to', 'withhold', '--ground', 'legal_basis_met');
    await run('notices', 'decide', id, '--targets', '584-1141', '--to', 'remove_rules', '--ground', 'own_rules');
    await run('notices', 'decide', id, '--targets', '1142-1178', '--to', 'push_back', '--ground', 'protected_speech');
    await run('notices', 'submit-decisions', id);
    await run('notices', 'approve', id);
    await run('notices', 'approve', id, '--as', 'counsel');
    await run('notices', 'watch', id, '--until', 'in_force', '--timeout', '2m');

    const { counts } = JSON.parse(await run('notices', 'show', id, '--json'));
    expect(counts).toMatchObject({
      targets: 1178,
      applied: 1141,
      failed: 0,
      byAction: { withhold: 583, remove_rules: 558, push_back: 37 },
    });
    const letters = await eventually(
      async () => JSON.parse(await run('notices', 'show', id, '--letters', '--json', '--all')),
      (shown) => JSON.stringify(shown).includes('"report_of_effect"'),
    );
    const report = JSON.stringify(letters);
    expect(report).toContain('report_of_effect');
    const restrictions = await allPages(desk, 'reviewer', '/v1/restrictions?type=account');
    const mine = restrictions.filter(({ supportedBy }) => supportedBy.includes(id));
    expect([
      mine.filter(({ everywhere }) => everywhere).length,
      mine.filter(({ countries }) => countries.includes('IN')).length,
    ]).toEqual([558, 583]);
    const rows = await allPages(desk, 'reviewer', `/v1/notices/${id}/targets`);
    const ids = rows.map(({ platformId }) => platformId);
    const { body } = await desk.platform('/state', { ids });
    const onPlatform = body.results as { countries: string[]; everywhere: boolean }[];
    expect([
      onPlatform.filter(({ everywhere }) => everywhere).length,
      onPlatform.filter(({ countries }) => countries.length > 0).length,
    ]).toEqual([558, 583]);
    await run('notices', 'close', id, '--reason', 'Done');
    expect(JSON.parse(await run('notices', 'show', id, '--json')).stage).toBe('closed');
  });
});

describe('approved submission', () => {
  test('stops enforcement before its first act if a target row was changed after submission', async () => {
    const { body } = await receive(desk);
    const notice = followNotice(desk, body.id);
    await notice.decide({ all: true }, 'withhold');
    await notice.submit();
    const registry = new pg.Client(desk.adminDatabase());
    await registry.connect();
    await registry.query(`update target set countries = '{IN,US}' where notice_id = $1 and no = 1`, [body.id]);
    await registry.end();
    await notice.approve();
    const after = await eventually(notice.read, ({ stage }) => stage === 'review');
    expect(after).toMatchObject({ counts: { applied: 0 }, submission: { number: 1, state: 'returned' } });
    expect(after.alert.map(({ kind }: { kind: string }) => kind)).toEqual(['approval_unproven']);
    const again = await notice.submit();
    expect(again.submission.number).toBe(2);
    await notice.approve();
    await notice.reaches('in_force');
  });

  test('keeps the audit log append-only', async () => {
    const registry = new pg.Client(desk.adminDatabase());
    await registry.connect();
    for (const sql of [`update audit_entry set action = 'x'`, 'delete from audit_entry', 'truncate audit_entry']) {
      await expect(registry.query(sql)).rejects.toThrow('append-only');
    }
    await registry.end();
  });
});

describe('protected targets', () => {
  test('are flagged while deciding, and need counsel for an acting decision', async () => {
    const targets = accounts(3, 'press');
    await desk.platform('/_double/targets', { targets: [{ ...targets[1], protectedClass: 'press' }] });
    const { body } = await receive(desk, { targets });
    const notice = followNotice(desk, body.id);
    const drafted = await notice.decide({ all: true }, 'withhold');
    expect(drafted.result).toMatchObject({ matched: 3, changed: 3, protected: [2] });
    expect((await notice.submit()).submission.approvalsNeeded).toBe(2);
  });

  test('fails and reports an account whose owner changed since review', async () => {
    const targets = accounts(2, 'sold');
    const { body } = await receive(desk, { targets });
    const notice = followNotice(desk, body.id);
    await notice.decide({ all: true }, 'withhold');
    await notice.submit();
    await desk.platform('/_double/targets', { targets: [{ ...targets[0], owner: 'somebody-else' }] });
    await notice.approve();
    const after = await notice.reaches('in_force');
    expect(after.counts).toMatchObject({ applied: 1, failed: 1 });
    expect(after.alert.map(({ kind }: { kind: string }) => kind)).toContain('owner_changed');
    const [first] = await notice.all('targets');
    expect(first).toMatchObject({ status: 'failed', problem: 'owner_changed' });
  });
});
