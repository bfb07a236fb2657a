import { parentPort } from 'node:worker_threads';
import type { PressTask } from './press.js';
import { printLetter, printPage } from './print-letter.js';

parentPort?.on('message', (task: PressTask) => {
  const pdf = 'letter' in task ? printLetter(task.letter) : printPage(task.page);
  parentPort?.postMessage(pdf.toString('base64'), []);
});
