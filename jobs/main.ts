import pino from 'pino';
import { publishedKeys } from '../config/approval-keys.js';
import { configOrExit, readProcessConfig, required } from '../config/env.js';
import { createApprovalSigner } from '../application/approval-signer.js';
import { createEditionSigner } from '../application/edition-signer.js';
import { openServices } from '../process/open-services.js';
import { runProcess, untilStopped } from '../process/run.js';
import { backgroundJobs, commandJobs, startJobs } from './jobs.js';

async function main(): Promise<void> {
  const { config, secrets } = configOrExit(() => readProcessConfig());
  process.title = 'notice-desk-jobs';
  const logger = pino({ level: config.logLevel, base: { process: 'jobs' } });
  const signingKey = configOrExit(() => required('APPROVAL_SIGNING_KEY', secrets.approvalSigningKey));
  const signer = createApprovalSigner(signingKey);
  const editionSigner = createEditionSigner(signingKey, publishedKeys(signingKey, config.approvalPublicKeys));
  const opened = await openServices({ ...config, ...secrets, signer, editionSigner, process: 'jobs' }, logger);
  const { db } = opened.services;
  const jobs = startJobs([...opened.jobs, ...commandJobs(opened.services), ...backgroundJobs(opened.services)], {
    db,
    logger,
  });
  process.send?.({ type: 'ready' });
  await untilStopped();
  await jobs.stop();
  await opened.close();
}

runProcess('jobs', main);
