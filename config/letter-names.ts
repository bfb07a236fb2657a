import type { EnvName } from './env-name.js';

/** Who speaks in letters to authorities (docs/operations.md, Letters). */
export const LETTER_NAMES: readonly EnvName[] = [
  {
    name: 'LETTER_COMPANY',
    scope: 'both',
    expects: 'text of one line',
    default: 'none (the name of MAIL_FROM signs); with `npm start` an example company',
    meaning: 'the company that answers, as its register has it',
  },
  {
    name: 'LETTER_ADDRESS',
    scope: 'both',
    expects: 'lines parted by ` | `, like `1 Example Street | Dublin 2 | Ireland`',
    default: 'none',
    meaning: 'address of the company, at the head of every letter',
  },
  {
    name: 'LETTER_CAPACITY',
    scope: 'both',
    expects: 'text of one line',
    default: 'none',
    meaning: 'in what capacity it answers, like `provider of the hosting service Example`',
  },
  {
    name: 'LETTER_SIGNATORY',
    scope: 'both',
    expects: 'text of one line: an office, never a person',
    default: 'none',
    meaning: 'who signs for the company, like `Head of Legal Requests`',
  },
  {
    name: 'LETTER_REPLY_TO',
    scope: 'both',
    expects: 'text of one line',
    default: 'none',
    meaning: 'where answers are to go, like a mail address and a telephone number of the office',
  },
  {
    name: 'LETTER_SIGNING_KEY',
    scope: 'both',
    expects: 'an Ed25519 private key, PKCS#8 as PEM or its base64 (make one with `openssl genpkey -algorithm ed25519`)',
    default: 'none: letters are not signed (the embedded desk makes one)',
    meaning: 'signs letters on paper; given to the API and to the workers of notices',
    fileToo: true,
  },
];
