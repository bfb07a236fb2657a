import type { ApiContext } from '../../../api/context.js';
import type { Feature, FeatureMail } from '../../../api/feature.js';
import type { UsedKey } from '../../../application/audit/published-keys.js';
import { required } from '../../../config/env.js';
import { createMailTransport } from '../../../letters/mail-transport.js';
import { createReceiptSigner } from '../application/intake/receipt-signer.js';
import { linkJobs } from '../jobs/mail-links.js';
import { listReceiptKeys } from '../registry/filings.js';
import { registerPortal } from './routes/portal.js';

/** Mails the requested links; only the API makes them. */
function openWork({ db, receiptKey }: ApiContext, { smtpUrl, from }: FeatureMail) {
  if (receiptKey === null) return undefined;
  const transport = createMailTransport({ smtpUrl: required('SMTP_URL', smtpUrl), from });
  const jobs = linkJobs({ db, transport, receiptSigner: createReceiptSigner(receiptKey) });
  return { jobs, close: () => transport.close() };
}

async function findReceiptKeys({ db, receiptKey }: ApiContext): Promise<{ own: string | null; signed: UsedKey[] }> {
  return { own: receiptKey?.publicKey ?? null, signed: await listReceiptKeys(db) };
}

/** `/portal`: authorities file, follow and withdraw orders (docs/integrating/portal.md). */
export const portal: Feature = { openPath: 'portal', registerRoutes: registerPortal, openWork, findReceiptKeys };
