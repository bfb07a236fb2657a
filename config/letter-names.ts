import type { EnvName } from './env-name.js';

/** Who speaks in letters to authorities (docs/operating/operations.md, Letters). */
export const LETTER_NAMES: readonly EnvName[] = [
  {
    name: 'LETTER_COMPANY',
    scope: 'both',
    expects: 'text of one line',
    default: 'none (the name of MAIL_FROM signs); with `npm start` an example company',
    meaning: 'registered name of the company',
  },
  {
    name: 'LETTER_ADDRESS',
    scope: 'both',
    expects: 'lines separated by ` | `, like `1 Example Street | Dublin 2 | Ireland`',
    default: 'none',
    meaning: 'address of the company, at the top of every letter',
  },
  {
    name: 'LETTER_CAPACITY',
    scope: 'both',
    expects: 'text of one line',
    default: 'none',
    meaning: 'capacity in which it answers, like `provider of the hosting service Example`',
  },
  {
    name: 'LETTER_SIGNATORY',
    scope: 'both',
    expects: 'text of one line: an office, never a person',
    default: 'none',
    meaning: 'office that signs, like `Head of Legal Requests`',
  },
  {
    name: 'LETTER_REPLY_TO',
    scope: 'both',
    expects: 'text of one line',
    default: 'none',
    meaning: 'contact for answers, like a mail address and a telephone number of the office',
  },
  {
    name: 'LETTER_SIGNING_KEY',
    scope: 'both',
    expects: 'an Ed25519 private key, PKCS#8 as PEM or its base64 (make one with `openssl genpkey -algorithm ed25519`)',
    default: 'none: letters are not signed (the embedded desk makes one)',
    meaning: 'signs the PDFs of letters; the API and the notice workers hold it',
    fileToo: true,
  },
];
