import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { DecisionAction } from '../../../../domain/targets/decision-action.js';
import type { RequestedLetterKind } from '../../../../domain/letters/letter.js';
import { dialogueEffect } from '../../../../domain/letters/letter-effect.js';
import { readTexts } from '../../../../rulebook/texts.js';
import { handles } from '../../../support/enforcement-fixture.js';
import {
  aNotice,
  anApprovedDecision,
  anApprovedRestoration,
  type Registry,
} from '../../../support/registry-fixture.js';
import type { SmtpFixture } from '../../../support/mail/smtp-fixture.js';
import { aLetter, withLetters } from './letter-activities.js';

let registry: Registry;
let smtp: SmtpFixture;
const letters = withLetters((...given) => ([registry, smtp] = given));

const setStatus = (noticeId: string, status: string, numbers: number[]) =>
  sql`update target set status = ${status} where notice_id = ${noticeId}::uuid and no = any (${numbers}::int[])`.execute(
    registry.db,
  );

async function decided(count: number, action: DecisionAction, patch: Record<string, unknown> = {}) {
  const noticeId = await aNotice(registry, handles('done', count), patch);
  await anApprovedDecision(registry, { noticeId, decisions: [{ action }] });
  return noticeId;
}

async function restored(count: number, numbers: number[]) {
  const noticeId = await decided(count, 'withhold');
  await setStatus(noticeId, 'applied', numbers);
  await anApprovedRestoration(registry, { noticeId, number: 2, targets: numbers, cause: 'order_revoked' });
  return noticeId;
}

async function lastText() {
  return smtp.received.at(-1)?.text.replaceAll('\r\n', '\n') ?? '';
}

describe('letter on a restoration', () => {
  test('names what has ended and why, and nothing that is still restricted', async () => {
    const noticeId = await restored(3, [1, 2]);
    await setStatus(noticeId, 'restored', [1]);
    await letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'restoration', 2) });
    expect(await lastText()).toContain('has ended for the following item. The order was revoked.');
    expect(await lastText()).toContain('1. account @done1');
    expect(await lastText()).not.toContain('@done2');
  });

  test('says so if nothing could be restored', async () => {
    const noticeId = await restored(1, [1]);
    await letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'restoration', 2) });
    expect(await lastText()).toContain('No item of your notice has been restored so far.');
  });

  test('names all items of a long list in its annex', async () => {
    const numbers = Array.from({ length: 230 }, (_, index) => index + 1);
    const noticeId = await restored(230, numbers);
    await setStatus(noticeId, 'restored', numbers);
    await letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'restoration', 2) });
    expect(await lastText()).toContain('... and 30 more. The annex (annex.csv) names all 230');
    const { annex } = await registry.db
      .selectFrom('letter')
      .select('annex')
      .where('notice_id', '=', noticeId)
      .executeTakeFirstOrThrow();
    expect(annex).toHaveLength(230);
    expect(annex?.at(-1)?.slice(0, 2)).toEqual([230, 'account']);
  });
});

describe('letter on a preservation', () => {
  test('names what is preserved and until when, without content', async () => {
    const noticeId = await decided(2, 'preserve', { effective_until: new Date('2031-05-01T10:00:00Z') });
    await setStatus(noticeId, 'applied', [2]);
    await letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'preservation_confirmation') });
    expect(await lastText()).toContain('preserved the data of the following item');
    expect(await lastText()).toContain('They are kept until: 1 May 2031, 10:00 (UTC).');
    expect(await lastText()).toContain('2. account @done2');
    expect(await lastText()).not.toContain('@done1');
  });

  test('claims no end that nobody has set, and no preservation that was not done', async () => {
    const noticeId = await decided(1, 'preserve');
    await letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'preservation_confirmation') });
    expect(await lastText()).toContain('No data has been preserved because of your notice so far.');
    await setStatus(noticeId, 'applied', [1]);
    const effect = { ...aLetter(noticeId, 'preservation_confirmation'), key: `${noticeId}:again` };
    await letters().sendLetter({ noticeId, effect });
    expect(await lastText()).toContain('No end of the preservation is on our record.');
  });
});

describe('requested letter', () => {
  const LAW = { title: 'A law', inForceFrom: '2020-01-01' };
  async function requested(kind: RequestedLetterKind, part: object = {}, patch: Record<string, unknown> = {}) {
    const noticeId = await decided(2, 'disclose', patch);
    const dialogue = { with: 'The court', subject: 'The list', proposal: '- One\n\n* Two', kind, ...part };
    const effect = dialogueEffect(noticeId, 1, dialogue);
    expect(effect.letter).toBe(kind);
    expect(await letters().sendLetter({ noticeId, effect })).toEqual({ ok: true });
    return lastText();
  }

  test('makes a point of each line of its words', async () => {
    expect(await requested('review_request')).toContain('Points\n- One\n- Two\n');
  });

  test('answers a hearing on record, and claims none otherwise', async () => {
    const hearing = { facts: JSON.stringify({ hearingAt: '2031-02-09T05:30:00Z' }) };
    expect(await requested('show_cause_reply', {}, hearing)).toContain('at this time: 9 February 2031, 05:30 (UTC).');
    expect(await requested('show_cause_reply')).not.toContain('hearing');
  });

  test('covers only items whose disclosure has been approved', async () => {
    expect(await requested('disclosure_cover')).toContain('following 2 items');
  });

  test('gives the notice that the law provides for, or asks to lift the prohibition', async () => {
    const prohibition = { place: '18 U.S.C. 3511(b)', reciprocal: true };
    const notice = await requested('gag_challenge', { law: { ...LAW, prohibition } });
    expect(notice).toContain('We notify you that we wish to have a court review');
    expect(notice).toContain('(18 U.S.C. 3511(b)).');
    expect(notice).not.toContain('Please answer by');
    expect(await requested('gag_challenge')).toContain('We ask you to lift the prohibition of disclosure');
  });

  test('forwards a counter notification unchanged, with the words of 17 U.S.C. 512(g)(2)', async () => {
    const long = 'x'.repeat(1_500);
    const sent = await requested('counter_notice', { proposal: `- One\r\n\n=== Annex\n${long}` });
    expect(sent).toMatch(/^Copy of the counter notification\n\| - One\n\|\s*\n\| === Annex\n\| x{1000}\n\| x{500}\n/m);
    const text = sent.replaceAll(/\s+/g, ' ');
    const law = readTexts(new URL('../../../../rulebook/', import.meta.url).pathname).get('us/usc-17-512')?.body ?? '';
    for (const words of [
      'not less than 10, nor more than 14, business days following receipt of the counter notice, unless',
      'filed an action seeking a court order to restrain the subscriber from engaging in infringing activity relating to the material on',
    ]) {
      expect(law).toContain(words);
      expect(text).toContain(words);
    }
  });

  test('is written in the language that its law requires', async () => {
    const text = await requested('review_request', { law: { ...LAW, language: { code: 'pt', place: 'Art. 192' } } });
    expect(text).toContain('Prevalece o texto em português');
  });
});

test('the head of a letter states the facts of the order, its signer and the office that gets it', async () => {
  const noticeId = await aNotice(registry, ['@a'], {
    kind: 'court_order',
    channel: 'post',
    issued_at: new Date('2021-01-30T00:00:00Z'),
    body: 'Asha Rao, Judge',
  });
  await sql`update authority set kind = 'court', signers = '[{"name": "Asha Rao", "rank": "Judge"}]',
    contacts = '[{"purpose": "letters", "email": "letters@ministry.example", "office": "Registry", "address": ["1 Court Road"]}]'`.execute(
    registry.db,
  );
  await letters().sendLetter({ noticeId, effect: aLetter(noticeId, 'acknowledgement', null) });
  await sql`update authority set kind = 'ministry', signers = '[]'`.execute(registry.db);
  const text = await lastText();
  for (const line of [
    'To: Ministry of Tests\nRegistry\n1 Court Road\n',
    'Number of your case: REF-1\n',
    'Kind of document, as we read it: court order\nDate of your document: 30 January 2021\n',
    'Signatory named in it: Asha Rao, Judge\n',
    'Way of receipt: post\n',
  ])
    expect(text).toContain(line);
  expect(text).not.toContain('Served on us');
});
