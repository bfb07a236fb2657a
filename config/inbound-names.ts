import type { EnvName } from './env-name.js';

/** How mail comes in, and what its senders are checked by (docs/operating/mail.md). */
export const INBOUND_NAMES: readonly EnvName[] = [
  {
    name: 'INBOUND_SMTP',
    scope: 'inbound',
    expects: 'host:port to listen on',
    default: 'none (no listener); the embedded desk uses a free port on loopback',
    meaning: 'address on which the mail process accepts mail from your relay',
  },
  {
    name: 'INBOUND_ADDRESS',
    scope: 'inbound',
    expects: 'mail addresses, separated by commas',
    default: 'notices@desk.example',
    meaning: 'recipients that the listener accepts, beside the address of MAIL_FROM',
  },
  {
    name: 'INBOUND_IMAP_URL',
    scope: 'inbound',
    expects:
      'an imaps:// or imap:// URL with user and password, and the mailbox as its path (`INBOX` where it has none)',
    default: 'none (no mailbox is read)',
    meaning: 'mailbox whose unseen messages are fetched and marked as seen',
    fileToo: true,
  },
  {
    name: 'INBOUND_MAX_PER_ADDRESS',
    scope: 'inbound',
    expects: 'a whole number from 1 to 128',
    default: '16 of 128 connections',
    meaning: 'connections from one address (IPv6: one /64); raise it for a relay that delivers all your mail',
  },
  {
    name: 'INBOUND_SPOOL',
    scope: 'inbound',
    expects: 'the path of an existing folder',
    default: "the system's folder for temporary files",
    meaning:
      'folder for bodies while they arrive, at most 40 MiB a connection; choose a disk if the default is in memory',
  },
  {
    name: 'MAIL_DNS_FILE',
    scope: 'inbound',
    expects: 'the path of an existing JSON file, `{ "<name>": { "TXT": ["…"], "MX": […], "A": […] } }`',
    default: "none (the system's resolver)",
    meaning: 'replaces DNS for sender checks in the mail process and the API',
  },
  {
    name: 'MAIL_TRUST_FILE',
    scope: 'inbound',
    expects: 'the path of an existing PEM file with at least one certificate',
    default: 'none (no S/MIME or PDF signature is trusted)',
    meaning: 'trust anchors for S/MIME and PDF signatures',
  },
];
