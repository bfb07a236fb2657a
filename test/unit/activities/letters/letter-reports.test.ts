import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { dateWords } from '../../../../letters/date-words.js';
import { correctedReportEffect } from '../../../../domain/letters/letter-effect.js';
import { uuidv7 } from 'uuidv7';
import { aNotice, anApprovedDecision, openAlerts, type Registry } from '../../../support/registry-fixture.js';
import { handles } from '../../../support/enforcement-fixture.js';
import type { SmtpFixture } from '../../../support/mail/smtp-fixture.js';
import { aLetter, sha256, withLetters } from './letter-activities.js';

const [BY, OTHER] = [uuidv7(), uuidv7()];

let registry: Registry;
let smtp: SmtpFixture;
const letters = withLetters((...given) => ([registry, smtp] = given));

describe('report of effect', () => {
  test('is not sent if its counts differ from the ledger, and raises an alert', async () => {
    const noticeId = await aNotice(registry, ['@a', '@b']);
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'push_back', grounds: ['overbroad'] }] });
    await registry.db
      .updateTable('ledger_count')
      .set((eb) => ({ count: eb('count', '+', 1) }))
      .where('notice_id', '=', noticeId)
      .where('status', '=', 'approved')
      .execute();
    const outcome = await letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'report_of_effect') });
    expect(outcome).toMatchObject({ ok: false, reason: expect.stringContaining('do not add up') });
    expect(smtp.received).toEqual([]);
    expect(await openAlerts(registry.db, noticeId)).toEqual(['letter_not_written']);
  });

  test.each([
    ['status', 'quarantined'],
    ['action', 'quarantine'],
  ])('is not sent if the %s of a target has no outcome', async (column, word) => {
    const noticeId = await aNotice(registry, ['@a', '@b']);
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'push_back', grounds: ['overbroad'] }] });
    await sql`update target set ${sql.ref(column)} = ${word} where notice_id = ${noticeId}::uuid and no = 2`.execute(
      registry.db,
    );
    const outcome = await letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'report_of_effect') });
    expect(outcome).toMatchObject({ ok: false, reason: expect.stringContaining('counts do not add up: 1 is not 2') });
    expect(await openAlerts(registry.db, noticeId)).toEqual(['letter_not_written']);
  });

  test('counts targets under review separately, and still adds up', async () => {
    const noticeId = await aNotice(registry, ['@a', '@b']);
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'push_back', grounds: ['overbroad'] }] });
    await registry.db
      .updateTable('target')
      .set({ status: 'drafted' })
      .where('notice_id', '=', noticeId)
      .where('no', '=', 2)
      .execute();
    await letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'report_of_effect') });
    expect(smtp.received[0]?.text).toContain('refused: 1\nunder review: 1\n');
  });

  test('names each item of a long order in its annex, with the time of its effect on the platform', async () => {
    const noticeId = await aNotice(registry, handles('long', 260));
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold' }] });
    await registry.db.updateTable('target').set({ status: 'applied' }).where('notice_id', '=', noticeId).execute();
    await sql`insert into operation (key, notice_id, submission, target_no, action, type, status, superseded, at)
      select ${noticeId} || ':' || no, notice_id, 1, no, 'withhold', 'account', 'applied', no = 2, '2021-02-04T18:02:00Z'
      from target where notice_id = ${noticeId}::uuid`.execute(registry.db);
    await letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'report_of_effect') });
    const [mail] = smtp.received;
    const annex = mail?.files['annex.csv'] ?? '';
    expect(mail?.text).toContain(`its SHA-256 is ${sha256(annex)}.`);
    const [head, first, second, ...others] = annex.trim().split('\r\n');
    expect(head).toBe('no,type,locator,outcome,countries,effect_at,grounds,note');
    expect(first).toMatch(/^1,account,.*,withheld,IN,2021-02-04T18:02:00.000Z,,$/);
    // An effect undone since then is not listed.
    expect(second).toMatch(/^2,account,.*,withheld,IN,,,$/);
    expect(others).toHaveLength(258);
  });

  test('names what was done by hand once a second person has confirmed it', async () => {
    const noticeId = await aNotice(registry, ['@a', '@b', '@c']);
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'push_back', grounds: ['overbroad'] }] });
    await sql`insert into person (id, name, email, roles) values (${BY}::uuid, 'By', 'by@desk.example', '{}'),
      (${OTHER}::uuid, 'Other', 'other@desk.example', '{}')`.execute(registry.db);
    const record = (number: number, effect: string, targets: number[], state: string) =>
      sql`insert into manual_action (notice_id, number, effect, targets, done_at, done_by, evidence, by_id, at, state, settled_by, settled_at)
        values (${noticeId}::uuid, ${number}, ${effect}, ${targets}::int[], ${`2021-02-0${number}T18:02:00Z`}, 'Ann', 'A picture', ${BY}::uuid, now(),
          ${state}, ${state === 'recorded' ? null : OTHER}::uuid, ${state === 'recorded' ? null : new Date()}::timestamptz)`.execute(
        registry.db,
      );
    await record(1, 'withheld', [1, 2], 'confirmed');
    await record(2, 'removed', [3], 'refused');
    await record(3, 'removed', [3], 'recorded');
    await record(4, 'restored', [1], 'confirmed');
    await letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'report_of_effect') });
    const text = smtp.received[0]?.text ?? '';
    expect(text).toMatch(
      /taken by hand\.[^:]*:\n- withheld: 2 \([12] February 2021, [^\n]*\)\n- acted upon and restored: 1 \([45] F/,
    );
    expect(text).not.toContain('removed: 1 (');
    expect(text).not.toMatch(/Ann|A picture/);
  });

  test('names the report that it corrects, and counts again', async () => {
    const noticeId = await aNotice(registry, ['@a', '@b']);
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold' }] });
    const become = (no: number, status: 'applied' | 'failed') =>
      registry.db
        .updateTable('target')
        .set({ status })
        .where('notice_id', '=', noticeId)
        .where('no', '=', no)
        .execute();
    await become(1, 'applied');
    await become(2, 'failed');
    await letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'report_of_effect') });
    await become(2, 'applied');
    await letters().sendLetter({ noticeId, effect: correctedReportEffect(noticeId, 1, uuidv7()) });
    const [first, second] = await registry.db
      .selectFrom('letter')
      .select(['subject', 'text', 'counts', 'sent_at'])
      .where('notice_id', '=', noticeId)
      .orderBy('n')
      .execute();
    expect(first).toMatchObject({
      subject: expect.stringMatching(/^Report of effect/),
      text: expect.not.stringContaining('takes the place'),
      counts: { withhold: 1, failed: 1 },
    });
    const sentAt = dateWords({ language: 'en' }, 'UTC').full(first?.sent_at?.getTime() ?? 0);
    expect(second).toMatchObject({
      subject: expect.stringMatching(/^Corrected report of effect/),
      text: expect.stringContaining(`It takes the place of our report of ${sentAt}:`),
      counts: { withhold: 2 },
    });
  });
});
