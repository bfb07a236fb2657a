import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReceiptSigner } from '../../../features/portal/application/intake/receipt-signer.js';
import { RECEIPT_KEY } from '../../support/approval-keys.js';
import { FILING_RECEIPT as RECEIPT } from '../../support/filing-receipt.js';
import { FakeDesk, run } from '../../support/fake-desk.js';

const desk = new FakeDesk();
const folder = mkdtempSync(join(tmpdir(), 'desk-receipt-'));
beforeAll(() => desk.start());
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await desk.stop();
});

const signed = createReceiptSigner(RECEIPT_KEY).sign(RECEIPT);
const verify = async (text: string, ...more: string[]) => {
  const path = join(folder, 'receipt.json');
  writeFileSync(path, text);
  return run(desk, ['receipt', 'verify', path, ...more]);
};

test('verify accepts a receipt offline, however its JSON is laid out', async () => {
  const receipt = Object.fromEntries(Object.entries(RECEIPT).toReversed());
  const turned = Object.fromEntries(Object.entries({ ...signed, receipt }).toReversed());
  for (const text of [JSON.stringify(signed), JSON.stringify(turned, null, 4)]) {
    const { code, out } = await verify(text);
    expect([code, out]).toEqual([0, expect.stringContaining('valid: receipt R-2026-0A1B2C3D4E5F of N-2026-982391')]);
    expect(out).not.toContain('\u001b');
  }
  expect((await verify(JSON.stringify(signed), '--key', RECEIPT_KEY.publicKey)).out).toContain('key given');
  const verified = await verify(JSON.stringify(signed), '--json');
  expect(JSON.parse(verified.out)).toMatchObject({ valid: true, problem: null, number: RECEIPT.number });
  expect(desk.seen).toHaveLength(0);
});

test('verify exits 1 for an altered receipt and 2 for an invalid key', async () => {
  const { publicKey: _named, ...nameless } = signed;
  const wrong = [
    JSON.stringify({ ...signed, receipt: { ...RECEIPT, targets: 3 } }),
    JSON.stringify({ ...signed, receipt: { ...RECEIPT, documents: [] } }),
    JSON.stringify({ ...signed, receipt: { ...RECEIPT, more: 1 } }),
    JSON.stringify({ ...signed, signature: signed.signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) }),
    JSON.stringify({ ...signed, signature: ` ${signed.signature}` }),
    JSON.stringify({ ...signed, keyId: '0'.repeat(16) }),
    JSON.stringify({ ...signed, publicKey: Buffer.alloc(32, 1).toString('base64') }),
    JSON.stringify(nameless),
    JSON.stringify([signed]),
    JSON.stringify({ receipt: null }),
    'no JSON',
    '',
  ];
  for (const text of wrong) expect([text, (await verify(text)).code]).toEqual([text, 1]);
  const other = Buffer.alloc(32, 9).toString('base64');
  expect((await verify(JSON.stringify(signed), '--key', other)).code).toBe(1);
  expect((await verify(JSON.stringify(signed), '--key', 'short')).code).toBe(2);
  expect((await run(desk, ['receipt', 'verify', join(folder, 'none.json')])).code).not.toBe(0);
});
