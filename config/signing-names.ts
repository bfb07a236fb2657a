import type { EnvName } from './env-name.js';

export const SIGNING_NAMES: readonly EnvName[] = [
  {
    name: 'APPROVAL_SIGNING_KEY',
    scope: 'process',
    expects: 'an Ed25519 private key, PKCS#8 as PEM or its base64 (make one with `openssl genpkey -algorithm ed25519`)',
    default: 'none (the embedded desk makes one)',
    meaning: 'signs submissions, approvals and the acts they rest on; only the API and the jobs process hold it',
    fileToo: true,
  },
  {
    name: 'APPROVAL_PUBLIC_KEYS',
    scope: 'process',
    expects:
      'raw Ed25519 public keys in base64 separated by commas, a replaced one as `KEY=INSTANT` (docs/operating/operations.md, Signing keys)',
    default: 'none (the embedded desk gives its own)',
    meaning:
      'keys whose signatures the enforcement process accepts (and API and jobs, for rulebook editions), a replaced one until its instant; the API publishes them beside its own',
    fileToo: true,
  },
  {
    name: 'AUDIT_SIGNING_KEY',
    scope: 'process',
    expects: 'an Ed25519 private key, PKCS#8 as PEM or its base64 (make one with `openssl genpkey -algorithm ed25519`)',
    default: 'none (the embedded desk makes one)',
    meaning: 'signs checkpoints of the audit log; only the API holds it',
    fileToo: true,
  },
  {
    name: 'RECEIPT_SIGNING_KEY',
    scope: 'process',
    expects: 'an Ed25519 private key, PKCS#8 as PEM or its base64 (make one with `openssl genpkey -algorithm ed25519`)',
    default: 'none (the embedded desk makes one)',
    meaning: 'signs receipts for filings at the portal; only the API holds it',
    fileToo: true,
  },
  {
    name: 'AUDIT_STATE_FILE',
    scope: 'process',
    expects: 'the path of a file that the API may write, on a disk that outlives it',
    default: '`audit-state.json` in `DESK_HOME`',
    meaning:
      'last tree of the audit log that the API signed (docs/operating/audit-log.md); made by `notice-desk audit adopt`',
  },
  {
    name: 'AUDIT_WITNESS',
    scope: 'both',
    expects:
      'file paths, `https://…` URLs (`http://` on this machine) and `mailto:` addresses, separated by commas or spaces, or `none`',
    default: '`audit-witness.txt` beside `AUDIT_STATE_FILE`',
    meaning: 'recipients of each checkpoint of the audit log: files are appended to, URLs get a POST, addresses a mail',
  },
];
