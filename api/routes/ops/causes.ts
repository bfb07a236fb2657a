import { ATTENTION_TABLE, isAttentionKind, type AttentionKind } from '../../../domain/attention.js';
import type { RepairAction } from '../../../domain/command/command.js';
import { AUDIT_CAUSES } from './audit-causes.js';
import { ENGINE_CAUSES, type CauseWords } from './engine-causes.js';
import { LAW_CAUSES } from './law-causes.js';
import { PEOPLE_CAUSES } from './people-causes.js';
import { ORDER_CAUSES } from './order-causes.js';
import { USER_CAUSES } from './user-causes.js';
import { MAIL_CAUSES } from './mail-causes.js';

export interface Cause extends CauseWords {
  repairs: readonly RepairAction[];
}

const ONE_LETTER =
  'Sending again is safe: one that was refused goes out as a letter of its own, and one that was sent is not sent again.';
const NO_DATE_MOVES = 'Assigning moves no date and changes no decision.';
const NOTHING = 'Nothing: this is for people.';
const ASKS_AGAIN = 'We ask again by ourselves, at first after a second and then at most a minute apart.';

const CAUSES: Readonly<Record<AttentionKind, CauseWords>> = {
  stuck_outbox: {
    title: 'The engine has not been told',
    explains: 'What a notice has to tell its workflow has waited for more than a minute.',
    selfHeals: 'It is on record and passed on as soon as the engine takes it, at most a minute apart. Nothing is lost.',
    safe: null,
  },
  unclaimed: {
    title: 'Nobody has taken the notice',
    explains: 'Half of the time of its next clock has gone, and nobody holds it.',
    selfHeals: 'The ladder of its clock mails and pages those on duty at its own steps.',
    safe: NO_DATE_MOVES,
  },
  page_not_acknowledged: {
    title: 'A page is not answered',
    explains: 'Those on duty were paged about a clock more than once, and nobody has acknowledged it.',
    selfHeals:
      'The page is repeated every five minutes, twelve times at most, and the next step of the ladder pages its own people.',
    safe: NO_DATE_MOVES,
  },
  nobody_to_tell: {
    title: 'There is nobody to tell',
    explains: 'A clock asks for roles that nobody active holds who may know of the notice.',
    selfHeals: 'The next step of the ladder asks for its own roles.',
    safe: NO_DATE_MOVES,
  },
  clock_missed: {
    title: 'A clock of ours was missed',
    explains: 'What we owed was not done by its due, and it is still open.',
    selfHeals: 'The clock stays open and its pages go on until it is met or somebody acknowledges them.',
    safe: NO_DATE_MOVES,
  },
  clock_unknown: {
    title: 'A clock could not be computed',
    explains: 'A rule of the regime could not be turned into a date, so that no clock runs for it.',
    selfHeals: 'The other clocks of the notice run. This one is computed when triage gives the missing fact.',
    safe: NO_DATE_MOVES,
  },
  floor_undercut: {
    title: 'The order leaves less time than its law',
    explains: 'The order asks for something sooner than the law behind it allows.',
    selfHeals: 'Both dates run. Which one to hold against the authority is for people.',
    safe: NO_DATE_MOVES,
  },
  authority_silent: {
    title: 'The authority has not answered',
    explains: 'A clock of the authority has run out without an act of theirs on record.',
    selfHeals: 'An answer that comes late is taken up like any other.',
    safe: NO_DATE_MOVES,
  },
  breach_forecast: {
    title: 'Will miss its clock at this pace',
    explains: 'What is left to do takes longer at the pace of the last days than the time that is left.',
    selfHeals: 'It is forecast anew every minute and settled when the pace allows it again.',
    safe: NO_DATE_MOVES,
  },
  ...MAIL_CAUSES,
  letter_bounced: {
    title: 'A letter was refused',
    explains: 'The mail server has refused a letter for good, or took it and it came back later.',
    selfHeals:
      'Nothing: the same letter to the same address would be refused again. Clocks that wait for it stay open.',
    safe: `Correct the address in the directory first. ${ONE_LETTER}`,
  },
  recipient_mismatch: {
    title: 'A letter was stopped before it left',
    explains: 'The mail would have gone to another address than the one we meant.',
    selfHeals: 'It was not sent. Clocks that wait for it stay open.',
    safe: ONE_LETTER,
  },
  letter_no_recipient: {
    title: 'A letter has nobody to go to',
    explains: 'The directory names no verified address for letters to this authority.',
    selfHeals: 'Nothing: an address in the notice itself is never used. Clocks that wait for the letter stay open.',
    safe: `Add the address to the directory first. ${ONE_LETTER}`,
  },
  letter_unproven: {
    title: 'A letter is not one that the desk wrote',
    explains:
      'A row among the letters of this notice was written or changed by something else than the process that writes letters. Somebody may have taken over its login.',
    selfHeals:
      'The desk does not send it, does not sign it and does not show it to the authority; where a letter is due it writes its own.',
    safe: null,
  },
  letter_not_written: {
    title: 'A letter cannot be written',
    explains: 'Its text is missing, or its counts do not add up.',
    selfHeals: 'It was not sent: a letter with wrong numbers is worse than a late one.',
    safe: 'Trying now is safe: the letter is written from the registry as it stands.',
  },
  mail_refused: {
    title: 'Mail to a colleague is refused',
    explains: 'The mail server has refused the address of somebody of the staff for good.',
    selfHeals: 'The others have their mail, and pages go another way.',
    safe: NO_DATE_MOVES,
  },
  mail_outage: {
    title: 'The mail server does not take mail',
    explains: 'Letters or mails to staff wait for it.',
    selfHeals: 'We try again by ourselves, at most five minutes apart, for a day.',
    safe: null,
  },
  pager_outage: {
    title: 'The pager does not take pages',
    explains: 'Pages wait for it. The mails of the same steps have gone out.',
    selfHeals: 'We try again by ourselves, at most a minute apart, for an hour; the next step pages anew.',
    safe: null,
  },
  pager_missing: {
    title: 'There is no pager',
    explains: 'Somebody was to be paged, and no pager is configured.',
    selfHeals: 'Mails go out all the same.',
    safe: null,
  },
  platform_outage: {
    title: 'The platform refuses calls',
    explains: 'It does not answer, or answers with errors. Targets wait.',
    selfHeals: `${ASKS_AGAIN} No target is lost: each is asked about before it is sent again.`,
    safe: null,
  },
  platform_refused: {
    title: 'The platform refuses an act',
    explains: 'It has said no to single targets, for good.',
    selfHeals: 'The other targets are carried out. These count as failed.',
    safe: 'A retry is another operation under the same approvals, which are checked again before the first call.',
  },
  owner_changed: {
    title: 'A target changed hands',
    explains: 'An account has another owner than when it was reviewed, and was not acted on.',
    selfHeals: 'The other targets are carried out. This one stays as it is on the platform.',
    safe: 'A retry looks at the owner again; decide anew where the new owner is not who was meant.',
  },
  protected_class_changed: {
    title: 'A target turned out to be protected',
    explains: 'It is press, elected or the like, which was not known at review, and counsel was not asked.',
    selfHeals: 'The other targets are carried out. This one stays as it is on the platform.',
    safe: 'A retry looks at the class again and acts only where the approvals cover it.',
  },
  platform_drift: {
    title: 'The platform differs from what was approved',
    explains: 'Read back, items are restricted where no order holds them, or free where one does.',
    selfHeals:
      'They are read back again with each round of checks and settled when they agree. Nothing is changed by itself.',
    safe: 'A retry does what was approved, under the same approvals, and reads it back.',
  },
  enforcement_paused: {
    title: 'Enforcement is paused',
    explains: 'A person has stopped acting on the platform. Deadlines run on.',
    selfHeals:
      'It ends by itself when its time is over, after an hour unless another person has agreed to more; then enforcement goes on where it stands.',
    safe: null,
  },
  restored: {
    title: 'The desk was restored from a backup',
    explains:
      'What came in, was decided or was done after the instant of the backup is not here. Nothing is sent to the platform.',
    selfHeals:
      'Clocks that fell due meanwhile act now. All items that the registry knows are compared with the platform, and what differs is told at its notice.',
    safe: 'Once the comparison is done and read, resuming lets enforcement go on where it stands, each act under its key.',
  },
  enforcement_refused: {
    title: 'A submission was not carried out',
    explains: 'The check before the first call found that what is on record is not what was approved.',
    selfHeals: 'Nothing was done on the platform. The decisions are drafts again.',
    safe: 'Submitting anew asks for new approvals.',
  },
  approval_unproven: {
    title: 'An approval is not proven',
    explains:
      'Before the first call, the signatures of a submission or of its yeses, what they were given to, or the roles of those who gave them did not hold.',
    selfHeals: 'Nothing was done on the platform, and ops and counsel were paged. The decisions are drafts again.',
    safe: 'Submitting anew asks for new approvals, each signed anew.',
  },
  forged_command: {
    title: 'A command was forged',
    explains:
      'The engine was sent a command, or an answer to a step, that the desk never sent: somebody else reaches the Temporal server.',
    selfHeals:
      'Nothing came of it. A command is taken out and is on the timeline, and ops and counsel were paged. A step that somebody else has answered is tried again.',
    safe: 'Rebuilding writes the view of the notice anew and settles this; it changes no decision.',
  },
  secret_paper: {
    title: 'A secret paper is about a notice that others may know of',
    explains: 'What it says would show there that it exists, so nothing moves there by itself.',
    selfHeals: 'When its secrecy ends, the other notice is told. Until then people who know of both act there.',
    safe: null,
  },
  secret_needs_people: {
    title: 'A secret notice has nobody who could work it',
    explains: 'Those who may know of it could not review and approve it between them. Its clocks run.',
    selfHeals: 'It goes when enough people are named, by reclassifying it.',
    safe: null,
  },
  glass_broken: {
    title: 'Somebody has looked at a secret without being named',
    explains: 'Counsel has taken access for a limited time and given a reason. This tells it to others.',
    selfHeals: 'The access ends by itself.',
    safe: null,
  },
  ...ORDER_CAUSES,
  key_lost: {
    title: 'A notice cannot be read',
    explains: "The key that seals this notice's history is not to be had: the engine goes on with all others.",
    selfHeals: 'It is tried again with every task; once the key is back the notice goes on where it stood.',
    safe: null,
  },
  ...ENGINE_CAUSES,
  ...PEOPLE_CAUSES,
  ...AUDIT_CAUSES,
  force_close_asked: {
    title: 'Somebody has asked to close a notice by force',
    explains: 'It is closed whatever still runs once a second person asks for the same.',
    selfHeals: NOTHING,
    safe: 'Two people have to ask. What is in force stays in force; what was left open is on record.',
  },
  absent_approver: {
    title: 'Nobody present can approve',
    explains: 'A submission waits for a yes that nobody who is present can give.',
    selfHeals: 'It is looked at again every minute and settled when somebody can.',
    safe: NO_DATE_MOVES,
  },
  not_ratified: {
    title: 'An emergency is not ratified',
    explains: 'Something was carried out on one yes, and the full quorum has not confirmed it, or has refused.',
    selfHeals: 'Nothing is taken back by itself: people restore it.',
    safe: NO_DATE_MOVES,
  },
  ...LAW_CAUSES,
  ...USER_CAUSES,
  watchdog_silent: {
    title: 'The watchdog does not look',
    explains: 'It has given no sign for a minute: an engine that fails would not be noticed from outside.',
    selfHeals: 'Clocks fire all the same. It is settled when the watchdog looks again.',
    safe: null,
  },
  engine_silent: {
    title: 'The engine lets clocks pass',
    explains: 'The watchdog sees clocks that should have acted and did not.',
    selfHeals: 'The watchdog pages by a way of its own. When the engine is back each step acts, once.',
    safe: null,
  },
  steps_without_effect: {
    title: 'Steps of a ladder have no effect',
    explains: 'The watchdog sees steps that fired and told nobody.',
    selfHeals: 'The watchdog pages by a way of its own.',
    safe: null,
  },
  registry_silent: {
    title: 'The registry does not answer',
    explains: 'The watchdog cannot read it.',
    selfHeals: 'The watchdog pages by a way of its own. Clocks are held by the engine and go on.',
    safe: null,
  },
  clock_skew: {
    title: 'Two clocks of the house differ',
    explains: 'The clock of a process and that of the registry are more than five seconds apart.',
    selfHeals: 'What deadlines are counted from is taken from the registry and the engine all the same.',
    safe: null,
  },
};

const UNKNOWN: Omit<Cause, 'title'> = {
  explains: 'The summary of each row says what happened.',
  selfHeals: NOTHING,
  safe: null,
  repairs: ['force_close'],
};

/** Explains a kind of alert; an unknown kind can only be closed by force. */
export function causeOf(kind: string): Cause {
  if (isAttentionKind(kind)) return { ...CAUSES[kind], repairs: ATTENTION_TABLE[kind].repairs };
  const words = kind.replaceAll('_', ' ');
  return { title: `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`, ...UNKNOWN };
}
