import { generateKeyPairSync } from 'node:crypto';
import { setInterval } from 'node:timers';
import { expect, test } from '@jest/globals';
import { senderOf } from '../../../domain/letter/letter-sender.js';
import { createLetterPrinter, LONG_ANNEX } from '../../../letters/pdf/letter-printer.js';
import { createPress, type LetterOnPaper } from '../../../letters/pdf/letter-press.js';
import type { AnnexRow } from '../../../registry/letter/tables.js';

const SENDER = senderOf('Example');
const { privateKey } = generateKeyPairSync('ed25519');
const KEY = { privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };

function aLetter(items: number): LetterOnPaper {
  const row = (_: unknown, index: number): AnnexRow => [index + 1, 'account', `@a${index + 1}`, 'overbroad', ''];
  return {
    number: 'N-2021-000001',
    kind: 'push_back',
    subject: 'Refused [N-2021-000001]',
    text: 'Dear Sir or Madam,\n\nWe refuse the items of the annex.\n\nNotice Desk',
    annex: Array.from({ length: items }, row),
    language: 'en',
    state: 'sent',
    writtenAt: new Date('2021-02-10T09:00:00Z'),
  };
}

test('a letter with a long annex has the bytes that it would have without a thread, signature and all', async () => {
  const letter = aLetter(LONG_ANNEX);
  const printed = await createLetterPrinter(KEY, SENDER)(letter);
  expect(printed.equals(await createPress({ key: KEY, sender: SENDER })(letter))).toBe(true);
});

test('the process goes on while a long letter is printed, and stands still for a short one', async () => {
  const print = createLetterPrinter(undefined, SENDER);
  const turnsWhile = async (items: number) => {
    let turns = 0;
    const turning = setInterval(() => (turns += 1), 1);
    await print(aLetter(items));
    clearInterval(turning);
    return turns;
  };
  expect(await turnsWhile(LONG_ANNEX)).toBeGreaterThan(3);
  expect(await turnsWhile(LONG_ANNEX - 1)).toBe(0);
});

test('a letter that cannot be printed is an error, wherever that is', async () => {
  const broken = { ...aLetter(LONG_ANNEX), text: null as unknown as string };
  await expect(createLetterPrinter(undefined, SENDER)(broken)).rejects.toThrow();
});
