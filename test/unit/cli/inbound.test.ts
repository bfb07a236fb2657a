import { expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deskOfFile, ID, run } from '../../support/fake-desk.js';

const desk = deskOfFile();

const answer = (body: object, status = 200) => {
  desk.answer = () => ({ status, body });
};

const ITEM = {
  id: ID,
  receivedAt: '2026-11-28T10:00:00.000Z',
  from: 'officer@meity.example',
  subject: 'Direction',
  authentication: { aligned: false, signature: null },
  proposal: { kind: 'other' },
  state: 'held',
  number: null,
};

test('inbound list shows sender, verification and state of each mail', async () => {
  answer({ items: [ITEM], nextCursor: null });
  const { out } = await run(desk, ['inbound', 'list', '--state', 'held']);
  expect(out).toContain('officer@meity.example');
  expect(desk.seen[0]).toMatchObject({ path: '/v1/inbound', as: 'reviewer' });
});

test('inbound list shows a mail still being read as unverified', async () => {
  answer({ items: [{ ...ITEM, state: 'unread' }], nextCursor: null });
  const { out } = await run(desk, ['inbound', 'list', '--state', 'unread']);
  expect(out).toContain('unread (parsing)');
  expect(out).toContain('unverified');
  expect(out).not.toContain('other');
});

test('inbound accept, attach, reject and read-reply send the given options', async () => {
  answer({ number: 'N-2026-000001', id: ID }, 201);
  await run(desk, ['inbound', 'accept', ID, '--kind', 'request', '--jurisdiction', 'IN', '--authority', 'in-meity']);
  expect(desk.seen.at(-1)).toMatchObject({
    method: 'POST',
    path: `/v1/inbound/${ID}/accept`,
    body: { kind: 'request', jurisdiction: 'IN', authority: 'in-meity' },
  });
  await run(desk, ['inbound', 'accept', ID, '--kind', 'request', '--jurisdiction', 'IN', '--confirm-automatic']);
  expect(desk.seen.at(-1)?.body).toEqual({ kind: 'request', jurisdiction: 'IN', confirmAutomatic: true });
  answer({ ...ITEM, state: 'attached', number: 'N-2026-000001' });
  expect((await run(desk, ['inbound', 'attach', ID, ID])).out).toBe('attached N-2026-000001\n');
  expect(desk.seen.at(-1)).toMatchObject({ path: `/v1/inbound/${ID}/attach`, body: { notice: ID } });
  answer({ ...ITEM, state: 'rejected' });
  await run(desk, ['inbound', 'reject', ID, '--reason', 'Spam']);
  expect(desk.seen.at(-1)).toMatchObject({ path: `/v1/inbound/${ID}/reject`, body: { reason: 'Spam' } });
  answer({ notice: ID, reply: 2, state: 'read' });
  expect((await run(desk, ['notices', 'read-reply', ID, '2'])).out).toBe('reply 2 marked as read\n');
  expect(desk.seen.at(-1)).toMatchObject({ path: `/v1/notices/${ID}/replies/2/read` });
});

test('inbound raw writes the mail as it was received', async () => {
  answer({ raw: true });
  const folder = mkdtempSync(join(tmpdir(), 'raw-'));
  const file = join(folder, 'mail.eml');
  await run(desk, ['inbound', 'raw', ID, '--out', file]);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ raw: true });
  rmSync(folder, { recursive: true });
});

test('notices show --correspondence lists both sides’ messages and the answer that is due', async () => {
  const waits = { state: 'running', dueAt: '2026-12-05T10:00:00.000Z', answeredAt: null };
  const item = { at: '2026-11-28T10:00:00.000Z', with: 'letters@meity.example', subject: 'A meeting', waits: null };
  answer({
    items: [
      { ...item, kind: 'letter', letter: 'dialogue_request', state: 'sent', waits, isRead: null },
      { ...item, kind: 'reply', letter: null, state: null, isRead: false, with: 'officer@meity.example' },
    ],
    nextCursor: null,
    statusUpdate: {
      dueAt: '2026-12-12T10:00:00.000Z',
      every: { amount: 7, unit: 'calendar_day' },
      asks: 'authority',
      source: 'MeitY, directory',
      stop: null,
    },
  });
  const { out } = await run(desk, ['notices', 'show', ID, '--correspondence']);
  expect(out).toContain(
    'next status update: due 2026-12-12T10:00:00.000Z (every 7 calendar days, requested by the authority)\n',
  );
  expect(out).toMatch(/dialogue_request +sent +2026-12-05T10:00:00.000Z/);
  expect(out).toMatch(/reply +unread +officer@meity.example/);
  expect(desk.seen.at(-1)).toMatchObject({ path: `/v1/notices/${ID}/correspondence` });
});
