import type { FilingReceipt } from '../../features/portal/domain/receipt.js';

/** Its texts hold what a careless reader of JSON or a terminal would trip over. */
export const FILING_RECEIPT: FilingReceipt = {
  number: 'R-2026-0A1B2C3D4E5F',
  instant: '2026-11-28T03:42:34.533Z',
  filing: 'notice',
  notice: 'N-2026-982391',
  about: null,
  kind: 'blocking_order',
  reference: 'A-7',
  subject: 'Zwei Konten: é, \u2028, "quoted", 1e21',
  authority: { id: 'in-meity', name: 'Ministry' },
  signer: { name: 'A. Officer', rank: 'Joint Secretary' },
  textSha256: null,
  targets: 2,
  unread: 0,
  documents: [{ name: 'order\u001b[31m.pdf', sha256: 'ab'.repeat(32), size: 15 }],
};
