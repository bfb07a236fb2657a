// Verifies a receipt of the authority portal against the keys that the desk publishes: node verify-a-receipt.mjs FILE
import { readFile } from 'node:fs/promises';
import { createDeskClient, listAll, verifyReceipt } from '@notice-desk/client';

const { DESK_URL: url, REVIEWER_KEY: key } = process.env;
const [, , file] = process.argv;
const keys = await listAll(createDeskClient({ url, key }), '/v1/receipt-keys');
const publicKeys = keys.filter(({ use }) => use === 'receipt').map(({ publicKey }) => publicKey);

// Keep the keys with the receipt: then it can be verified without the desk, also after a key was replaced.
const receipt = await readFile(file, 'utf8');
const { problem, notice, instant } = verifyReceipt(receipt, publicKeys);
console.log(problem ?? `received for ${notice} at ${instant}`);

const forged = verifyReceipt(receipt.replace(notice, 'N-2026-000000'), publicKeys);
console.log('with another number:', forged.problem);
