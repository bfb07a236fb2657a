import { parentPort, workerData } from 'node:worker_threads';
import { ListRefused } from '../item.js';
import type { FencedAnswer } from '../fence.js';
import { readWordDocument } from './docx.js';
import { readPrint } from './pdf.js';
import { readWorkbook } from './xlsx.js';

async function main(): Promise<void> {
  const { task: format, bytes } = workerData as { task: string; bytes: Uint8Array };
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  parentPort?.postMessage(JSON.stringify(await answer(format, file)), []);
}

async function answer(format: string, file: Buffer): Promise<FencedAnswer> {
  try {
    if (format === 'docx') return await readWordDocument(file);
    return await (format === 'pdf' ? readPrint(file) : readWorkbook(file));
  } catch (error) {
    if (error instanceof ListRefused) return { refused: error.message };
    throw error;
  }
}

await main();
