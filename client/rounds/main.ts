import pino from 'pino';
import { publishedKeys } from '../../config/approval-keys.js';
import { configOrExit, readProcessConfig, required } from '../../config/env.js';
import { createApprovalSigner } from '../signing/approval-signer.js';
import { openServices } from '../process/open-services.js';
import { runProcess, untilStopped } from '../process/run.js';
import { startRounds } from './rounds.js';

async function main(): Promise<void> {
  const { config, secrets } = configOrExit(() => readProcessConfig());
  process.title = 'notice-desk-rounds';
  const logger = pino({ level: config.logLevel, base: { process: 'rounds' } });
  const signingKey = configOrExit(() => required('APPROVAL_SIGNING_KEY', secrets.approvalSigningKey));
  const signer = createApprovalSigner(signingKey);
  const verifyingKeys = publishedKeys(signingKey, config.approvalPublicKeys);
  const opened = await openServices({ ...config, ...secrets, signer, process: 'rounds', verifyingKeys }, logger);
  const rounds = startRounds(opened.services, logger);
  opened.watch();
  process.send?.({ type: 'ready' });
  await untilStopped();
  await rounds.stop();
  await opened.close();
}

runProcess('rounds', main);
