import { DEFAULT_RETENTION } from '../../config/retention.js';
import { RETENTION_TABLE } from '../../domain/notices/retention.js';
import { ERASURE_STOP_WORDS, ERASURE_STOPS, RETENTION_KINDS } from '../../domain/notices/retention-kinds.js';

const STARTS = { closing: 'closing', end: 'end of the session', rejection: 'rejection', deactivation: 'end of access' };

/** Where personal data lies, and what retention does about it. */
const PLACES: readonly string[][] = [
  ['PostgreSQL, the registry', 'everything below', 'erased in place; `vacuum` and new WAL segments remove old rows'],
  [
    'Temporal’s database',
    'commands and results, sealed with the key of the notice; ids, counts, times',
    '`payload_key`: unreadable, also in its backups',
  ],
  [
    'audit log',
    'who did what when, with the text',
    'text goes, leaf and sequence number stay; exports and bundles that left the desk are out of reach',
  ],
  ['witnesses', 'size and root of the log', 'nothing about a notice or a person'],
  ['mail server, platform, pager', 'letters, operations, pages', 'their own retention'],
  ['logs of the processes', 'ids, no texts', 'your log rotation'],
  ['memory of a worker', 'keys of recent notices', 'gone with the process'],
  ['backups', 'the whole registry at that time', 'see Backups'],
];

const TIMES: readonly string[] = [
  '## Retention periods',
  '`DESK_RETENTION` lists kinds with periods, like `documents=P10Y,texts=P3Y,targets=keep`. By default nothing of a notice is',
  'erased: the company’s counsel decides how long records of a government order must or may be kept. The registry step writes',
  'the periods with the owner’s login, no process of the desk can change them, and the log records a change',
  '(`retention_set`). To change a period, change the variable and run that step again. `notice-desk retention rules` shows',
  'the current periods.',
  '',
];

const BESIDE_TIMES: readonly string[] = [
  '',
  '*Closing* is the latest of: the closing of the notice, the last day that the order names, the end of the last restriction',
  'that rests on the notice; of an imported case its closing, or its filing as a notice. `texts` includes `payload_key`, and the first kind that goes includes `answers`. The reference',
  'of an order, the authority and all counts stay, so reports do not change. Records of access to secret notices,',
  'checkpoints, signed acts and clocks are never erased; they are evidence and name people by id or pseudonym.',
  '',
];

const STOPS: readonly string[] = [
  '## What prevents erasure',
  ...ERASURE_STOPS.map((stop) => `- \`${stop}\`: ${ERASURE_STOP_WORDS[stop]}`),
  '',
  'A link to an open notice that is hidden from some people with access to the closed one does not count; a legal hold does.',
  '',
];

const HOLDS: readonly string[] = [
  '## Legal hold',
  'Counsel sets a hold at any stage, with a reason: `notice-desk notices hold`, `POST /v1/notices/{id}/hold`, _More acts_ in',
  'the console. Counsel requests its end, and another counsel or an approver agrees (`lift-hold`). A hold stops the',
  'background job, a manual run and direct changes in the database: triggers refuse to change documents, destroy the key or',
  'empty entries of a held notice. Erasure and hold lock the notice, so the first of two simultaneous acts wins. A person who',
  'acted on a held notice cannot be erased either.',
  '',
];

const ERASING: readonly string[] = [
  '## How erasure works',
  'A background job runs every five minutes. `notice-desk retention preview` (`GET /v1/retention`) lists what will go, when,',
  'and what prevents it; `notice-desk retention run` runs the job now. Nobody can choose notices. Each notice is erased in',
  'one transaction with the entry `notice_erased`. Afterwards the notice answers with `erased: { at, kinds, rule }`, its',
  'documents and letters answer 404 with the reason, and it cannot be reopened. `audit verify` and `bundle verify` still',
  'succeed and count erased entries. A leaf is a hash over the whole entry: a person who knows everything else of an entry',
  'can confirm a guess of a short text.',
  '',
];

const PEOPLE: readonly string[] = [
  '## People',
  'An admin requests the erasure of a person who has left (`notice-desk people erase`), another admin or counsel confirms it,',
  'and the period of `people` has to be over. Their pseudonym stays, its key is destroyed, and the pseudonym replaces their',
  'name. Not covered: names in texts of other people, in signed documents and in mails that left.',
  '',
];

const BACKUPS: readonly string[] = [
  '## Backups',
  'A backup restores what was erased after it. After a restore:',
  '',
  '1. Run the registry step with the current `DESK_RETENTION`, with `DESK_JOBS=off`.',
  '2. Set the holds since the backup again, from an export of the log.',
  '3. Start the background jobs, or run `notice-desk retention run`: everything due is erased again.',
  '4. Erase people again by hand, from the entries `person_erased` of the export.',
  '',
  'Notice keys in a backup open what Temporal held: keep backups no longer than your shortest period.',
  '',
];

const WHO: readonly string[] = [
  '## Permissions',
  'Set a hold: counsel. Lift it: counsel and another counsel or an approver. Preview: counsel, auditors, admins. Run:',
  'counsel, admins. Erase a person: an admin and another admin or counsel. Change periods: the operator of the registry step.',
  'The API’s login starts erasure but cannot shorten a period, backdate a closing, choose entries, or erase what is open,',
  'held or in force: functions of the owner check this (`erase_notice`, `erase_person`, `erase_sign_ins`).',
  '',
];

/** docs/operating/privacy.md: what is kept where and why, for how long, and how it is erased. */
export function privacyPage(table: (head: string[], rows: string[][]) => string, made: string): string {
  const kinds = RETENTION_KINDS.map((kind) => {
    const { starts, erased, kept } = RETENTION_TABLE[kind];
    return [`\`${kind}\``, DEFAULT_RETENTION[kind] ?? 'keep', STARTS[starts], erased, kept];
  });
  return [
    '# Privacy and retention',
    `Records exist to enforce or refuse an order, to answer for both later, and to prove who decided what.`,
    made,
    '',
    ...TIMES,
    table(['kind', 'default', 'counted from', 'what is erased', 'what stays'], kinds),
    ...BESIDE_TIMES,
    ...STOPS,
    ...HOLDS,
    ...ERASING,
    ...PEOPLE,
    '## Where data lies',
    table(['where', 'what', 'erasure'], [...PLACES]),
    '',
    ...BACKUPS,
    ...WHO,
  ].join('\n');
}
