import type { SharedServices } from '../../../application/services.js';
import { leader, type Job } from '../../../process/run-every.js';
import { sendLumen } from '../application/letters/send-lumen.js';
import { sendStatements } from '../application/letters/send-statements.js';

const EVERY_MS = 2_000;

export function publishingJobs(services: SharedServices): Job[] {
  return [
    leader('statements', EVERY_MS, ({ isStopped }) => sendStatements(services, isStopped)),
    leader('lumen', EVERY_MS, ({ isStopped }) => sendLumen(services, isStopped)),
  ];
}
