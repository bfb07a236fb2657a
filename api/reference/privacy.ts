import { DEFAULT_RETENTION } from '../../config/retention.js';
import { RETENTION_TABLE } from '../../domain/notice/retention.js';
import { ERASURE_STOP_WORDS, ERASURE_STOPS, RETENTION_KINDS } from '../../domain/notice/retention-kinds.js';

const STARTS = {
  closing:
    'the last of: the closing, the last day that the order names, the end of the last restriction that rests on the notice',
  end: 'the end of the session',
  rejection: 'the day on which somebody rejected it',
  deactivation: 'the end of the person’s access',
};

/** Where what is kept lies, and what the desk's own retention does about it. */
const PLACES: readonly string[][] = [
  [
    'PostgreSQL, the registry',
    'everything below',
    'erased in place; `vacuum` and new WAL segments take away what the server still holds of old rows',
  ],
  [
    'Temporal’s database',
    'commands and what was answered, sealed with the notice’s key; ids, counts, instants',
    '`payload_key`: unreadable, also in its backups',
  ],
  [
    'the audit log',
    'who did what when, with what was written',
    'content goes, leaf and place stay; exports and bundles handed out before are out of reach',
  ],
  ['witnesses', 'size and root of the log', 'nothing of a notice or a person'],
  ['mail server, platform, pager', 'letters, operations, pages', 'their own; the desk cannot erase there'],
  ['logs of the processes', 'ids, no texts', 'the house’s log rotation'],
  [
    'memory of a worker',
    'the key of a notice that it held lately',
    'gone with the process; the API opens nothing by it',
  ],
  ['backups', 'all of the registry at that time', 'see below'],
];

const TIMES: readonly string[] = [
  '## Times',
  '`DESK_RETENTION` names kinds with times, like `papers=P10Y,texts=P3Y,targets=keep`. By default nothing of a notice is ever',
  'erased: what is gone cannot be had back, and how long the records of a government’s order must or may be kept is for the',
  'house’s counsel to say. The step that makes the registry ready writes the times into it, as the owner’s login; no process of the',
  'desk may change them, and the log says when they changed (`retention_set`). To change a time, change the variable and run that',
  'step again. `notice-desk retention rules` shows what holds.',
  '',
];

const BESIDE_TIMES: readonly string[] = [
  '',
  '`texts` takes `payload_key` along and the first kind takes `answers`, as they say the same again. The reference of an order, the',
  'authority and all counts stay, so that reports are the same before and after. Nothing erases looks at secret notices, checkpoints,',
  'signed acts or clocks: they are the proof, and name people by id or pseudonym.',
  '',
];

const STOPS: readonly string[] = [
  '## When nothing goes, whatever the time',
  ...ERASURE_STOPS.map((stop) => `- \`${stop}\`: ${ERASURE_STOP_WORDS[stop]}`),
  '',
  'A link to an open notice that is hidden from some of those who know of the closed one stops nothing, as it moves nothing else',
  '([secrecy](secrecy.md)); its people put the closed one under a legal hold if they need it.',
  '',
];

const HOLDS: readonly string[] = [
  '## Legal hold',
  'Counsel sets it at any stage, with a reason: `POST /v1/notices/{id}/hold`, `notice-desk notices hold`, _More actions_ in the console. It',
  'shows on the notice to all who may know of it. To lift it counsel asks, and another counsel or an approver agrees (`lift-hold`); not',
  'by `/v1/changes`, which every admin and counsel reads, also of notices that they may not know of. A hold stops the round, the',
  'run by hand, and anybody at the database: triggers refuse to change papers, to shred the key and to empty entries of a held',
  'notice, whoever asks. Erasure and hold lock the notice: of two at the same instant the first is done, and a hold that stands is',
  'seen. A person who acted on a held notice is not erased either; the refusal does not say on which.',
  '',
];

const ERASING: readonly string[] = [
  '## How it goes',
  'A round looks every five minutes; `notice-desk retention preview` (`GET /v1/retention`) says what will go, when, and what stands',
  'against it; `notice-desk retention run` does at once what the round would do. Nothing can be chosen. Each notice goes in one',
  'transaction with an entry of the log (`notice_erased`: kinds, times, how many), so that a crash leaves all of it or nothing.',
  'After it the notice answers what stays with `erased: { at, kinds, rule }`, its papers and letters answer 404 with the reason, its',
  'timeline keeps who did what when, and it cannot be reopened. `audit verify` and `bundle verify` hold as before and say how many',
  'entries are erased. A leaf is a hash over the whole entry: whoever knows all else of an entry, its ids and its instant to the',
  'millisecond, can still confirm a guess of a short text.',
  '',
];

const PEOPLE: readonly string[] = [
  '## People',
  '`notice-desk people erase` (`POST /v1/people/{id}/erase`, People in the console) asks for it; another admin or counsel confirms it',
  '(`/v1/changes`). They have left, and the time of `people` is over. Their pseudonym in the log stays, its key is shredded, and',
  'their name is the pseudonym everywhere. Not reached: their name in what others wrote, in signed papers, in mails that went out, and',
  'in entries of desks older than the tree over the log, which keep names.',
  '',
];

const BACKUPS: readonly string[] = [
  '## Backups',
  'A backup brings back what was erased after it, and the record that it was erased is gone with it. Within minutes of a restore the',
  'round erases again whatever is due: the rules and the closing are in the registry. Before you let people in, run the registry',
  'step with the present `DESK_RETENTION`, and `notice-desk retention run`. People who were erased since the backup are erased',
  'again by hand: keep the ids of `person_erased` from an export of the log. Holds set since the backup are lost with it: set them again',
  'before the rounds run (`DESK_ROUNDS=off` until then), from the same export. Notice keys in a backup open what Temporal held: keep',
  'backups for no longer than your shortest time allows.',
  '',
];

const WHO: readonly string[] = [
  '## Who may',
  'Set a hold: counsel. Lift it: counsel and another counsel or approver. Preview: counsel, auditors, admins. Run: counsel, admins.',
  'Erase a person: an admin and another admin or counsel. Change the times: whoever runs the registry step. What the API’s login',
  'cannot do, though it is the one that erases: shorten a time, date a closing back, erase what is open, held or in force, or choose',
  'entries. That is asked in the database by functions of the owner (`erase_notice`, `erase_person`, `erase_sign_ins`).',
  '',
];

/** docs/privacy.md: what is kept where and why, for how long, and how it goes. */
export function privacyPage(table: (head: string[], rows: string[][]) => string, made: string): string {
  const kinds = RETENTION_KINDS.map((kind) => {
    const { starts, erased, kept } = RETENTION_TABLE[kind];
    return [`\`${kind}\``, DEFAULT_RETENTION[kind] ?? 'keep', STARTS[starts], erased, kept];
  });
  return [
    '# Privacy: what is kept, for how long, and how it goes',
    `Why it is kept: to carry out an authority’s order or refuse it, to answer for both afterwards, and to prove who decided what. ${made}`,
    '',
    ...TIMES,
    table(['kind', 'default', 'counted from', 'what is erased', 'what stays'], kinds),
    ...BESIDE_TIMES,
    ...STOPS,
    ...HOLDS,
    ...ERASING,
    ...PEOPLE,
    '## Where it lies',
    table(['where', 'what', 'how it goes'], [...PLACES]),
    '',
    ...BACKUPS,
    ...WHO,
  ].join('\n');
}
