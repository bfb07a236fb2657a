import type { EnvName } from './env-name.js';

/** How mail comes in, and what its senders are checked by (docs/mail.md). */
export const INBOUND_NAMES: readonly EnvName[] = [
  {
    name: 'INBOUND_SMTP',
    scope: 'inbound',
    expects: 'host:port to listen on',
    default: 'none (no listener); the embedded desk takes a free port of loopback',
    meaning: 'where the mail process listens for mail that a relay of yours hands over',
  },
  {
    name: 'INBOUND_ADDRESS',
    scope: 'inbound',
    expects: 'mail addresses, separated by commas',
    default: 'notices@desk.example',
    meaning: 'whom the listener takes mail for, beside the address of MAIL_FROM; for any other it is refused',
  },
  {
    name: 'INBOUND_IMAP_URL',
    scope: 'inbound',
    expects:
      'an imaps:// or imap:// URL with user and password, and the mailbox as its path (`INBOX` where it has none)',
    default: 'none (no mailbox is read)',
    meaning: 'mailbox whose unseen messages are taken and marked as seen',
    fileToo: true,
  },
  {
    name: 'INBOUND_MAX_PER_ADDRESS',
    scope: 'inbound',
    expects: 'a whole number from 1 to 128',
    default: '16 of the 128 connections that the listener takes',
    meaning:
      'connections that one address (of IPv6: one /64) may hold open at a time; raise it where a single relay hands over all your mail',
  },
  {
    name: 'INBOUND_SPOOL',
    scope: 'inbound',
    expects: 'the path of an existing folder',
    default: "the system's folder for temporary files",
    meaning:
      'where bodies are while they come in, at most 40 MiB a connection; give one on a disk where the default is in memory. Nothing in it lasts',
  },
  {
    name: 'MAIL_DNS_FILE',
    scope: 'inbound',
    expects: 'the path of an existing JSON file, `{ "<name>": { "TXT": ["…"], "MX": […], "A": […] } }`',
    default: "none (the system's resolver)",
    meaning:
      'stands for DNS where senders are checked, by the mail process and by the API: what is not in it is nowhere',
  },
  {
    name: 'MAIL_TRUST_FILE',
    scope: 'inbound',
    expects: 'the path of an existing PEM file with at least one certificate',
    default: 'none (no S/MIME or PDF signature is believed)',
    meaning: 'the certificates that signatures of mail and of its PDFs have to lead to',
  },
];
