// Prints one long letter beside the process that sends it (letters/pdf/letter-printer.ts).
import { constants, getPriority, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { createPress } from './letter-press.js';
import type { PressTask } from './letter-printer.js';

const { head, letter } = workerData as PressTask;
// On Linux a priority is a thread's own. Elsewhere it would be the whole process'.
if (process.platform === 'linux') setPriority(Math.max(getPriority(), constants.priority.PRIORITY_BELOW_NORMAL));
const pdf = Uint8Array.from(await createPress(head)(letter));
parentPort?.postMessage(pdf, [pdf.buffer]);
