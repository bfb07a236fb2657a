import { ALERT_TABLE, isAlertKind, type AlertKind } from '../../../domain/alert.js';
import type { RepairAction } from '../../../domain/commands/command.js';
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
  'Sending again is safe: a refused letter is sent as a new one, and a letter that was sent is not sent again.';
const NO_DATE_MOVES = 'Assigning changes no deadline and no decision.';
const NOTHING = 'Nothing happens automatically: a person must act.';
const ASKS_AGAIN = 'Calls are retried automatically, first after a second and then at most a minute apart.';

const CAUSES: Readonly<Record<AlertKind, CauseWords>> = {
  stuck_outbox: {
    title: 'The engine has not been notified',
    explains: 'An event of a notice has waited for more than a minute to reach its workflow.',
    selfHeals:
      'It is recorded and is passed on as soon as the engine accepts it, with at most a minute between attempts. Nothing is lost.',
    safe: null,
  },
  unclaimed: {
    title: 'Nobody has claimed the notice',
    explains: 'Half of the time of its next deadline has passed, and nobody has claimed it.',
    selfHeals: 'The escalation of its deadline mails and pages the people on duty step by step.',
    safe: NO_DATE_MOVES,
  },
  page_not_acknowledged: {
    title: 'Page not acknowledged',
    explains: 'The people on duty were paged about a deadline more than once, and nobody has acknowledged it.',
    selfHeals:
      'The page repeats every five minutes, up to twelve times; the next escalation step pages its own people.',
    safe: NO_DATE_MOVES,
  },
  nobody_to_tell: {
    title: 'Nobody to notify',
    explains: 'A deadline must notify roles that no active person with access to the notice holds.',
    selfHeals: 'The next escalation step notifies its own roles.',
    safe: NO_DATE_MOVES,
  },
  clock_missed: {
    title: 'We missed a deadline',
    explains: 'What we had to do was not done by the deadline and is still open.',
    selfHeals: 'The deadline stays open, and its pages go on until it is met or somebody acknowledges them.',
    safe: NO_DATE_MOVES,
  },
  clock_unknown: {
    title: 'A deadline could not be computed',
    explains: 'A rule of the law could not be turned into a date, so no deadline runs for it.',
    selfHeals: 'The other deadlines run. This one is computed once triage supplies the missing detail.',
    safe: NO_DATE_MOVES,
  },
  floor_undercut: {
    title: 'The order allows less time than its law',
    explains: 'The order demands something sooner than the law behind it allows.',
    selfHeals: 'Both deadlines run. A person decides which one to hold against the authority.',
    safe: NO_DATE_MOVES,
  },
  authority_silent: {
    title: 'The authority missed its deadline',
    explains: 'A deadline of the authority has passed, and no act of theirs is on record.',
    selfHeals: 'A late answer is processed like any other.',
    safe: NO_DATE_MOVES,
  },
  breach_forecast: {
    title: 'Will miss its deadline at this pace',
    explains: 'At the pace of the last days, the remaining work takes longer than the time that is left.',
    selfHeals: 'The forecast is updated every minute, and the alert is resolved when the pace is sufficient again.',
    safe: NO_DATE_MOVES,
  },
  ...MAIL_CAUSES,
  letter_bounced: {
    title: 'A letter was refused',
    explains: 'The mail server permanently refused a letter, or accepted it and it bounced later.',
    selfHeals: 'Nothing: the same letter would be refused again. Deadlines that depend on it stay open.',
    safe: `Correct the address in the directory first. ${ONE_LETTER}`,
  },
  recipient_mismatch: {
    title: 'A letter was stopped before sending',
    explains: 'The mail would have gone to a different address than intended.',
    selfHeals: 'It was not sent. Deadlines that depend on it stay open.',
    safe: ONE_LETTER,
  },
  letter_no_recipient: {
    title: 'A letter has no recipient',
    explains: 'The directory has no verified address for letters to this authority.',
    selfHeals: "Nothing: the notice's own address is never used. Deadlines that depend on the letter stay open.",
    safe: `Add the address to the directory first. ${ONE_LETTER}`,
  },
  letter_unproven: {
    title: 'A letter was not written by the desk',
    explains:
      'A letter of this notice was written or changed by something other than the process that writes letters. Its login may be compromised.',
    selfHeals:
      'The desk does not send it, sign it or show it to the authority; where a letter is due, the desk writes its own.',
    safe: null,
  },
  letter_not_written: {
    title: 'A letter cannot be written',
    explains: 'The text is missing, or its counts do not add up.',
    selfHeals: 'It was not sent: a letter with wrong numbers is worse than a late one.',
    safe: 'Trying now is safe: the letter is written from the current registry.',
  },
  mail_refused: {
    title: 'Mail to a colleague was refused',
    explains: "The mail server permanently refused a staff member's address.",
    selfHeals: 'The others have received their mail, and pages use another channel.',
    safe: NO_DATE_MOVES,
  },
  mail_outage: {
    title: 'The mail server accepts no mail',
    explains: 'Letters or mail to staff are waiting for it.',
    selfHeals: 'Sending is retried automatically for a day, with at most five minutes between attempts.',
    safe: null,
  },
  pager_outage: {
    title: 'The pager accepts no pages',
    explains: 'Pages are waiting for it. The mails of the same steps have been sent.',
    selfHeals:
      'Paging is retried automatically for an hour, with at most a minute between attempts; the next step pages again.',
    safe: null,
  },
  pager_missing: {
    title: 'No pager is configured',
    explains: 'Somebody had to be paged, but no pager is configured.',
    selfHeals: 'Mails are sent anyway.',
    safe: null,
  },
  platform_outage: {
    title: 'The platform refuses calls',
    explains: 'It does not answer, or answers with errors. Targets are waiting.',
    selfHeals: `${ASKS_AGAIN} No target is lost: its state is checked before it is sent again.`,
    safe: null,
  },
  platform_refused: {
    title: 'The platform refuses an action',
    explains: 'It has permanently refused some targets.',
    selfHeals: 'The other targets are enforced. These count as failed.',
    safe: 'A retry is a new operation under the same approvals, which are checked again before the first call.',
  },
  owner_changed: {
    title: 'A target changed hands',
    explains: 'An account has a different owner than at review, so no action was taken.',
    selfHeals: 'The other targets are enforced. This one stays as it is on the platform.',
    safe: 'A retry checks the owner again; decide again if the new owner is not the intended one.',
  },
  protected_class_changed: {
    title: 'A target turned out to be protected',
    explains:
      'It belongs to press, an elected person or a similar class. This was not known at review, and counsel has not approved it.',
    selfHeals: 'The other targets are enforced. This one stays as it is on the platform.',
    safe: 'A retry checks the class again and acts only where the approvals cover it.',
  },
  platform_drift: {
    title: 'The platform differs from what was approved',
    explains: 'A read-back shows items that are restricted without an order, or unrestricted despite one.',
    selfHeals:
      'They are read back with each check, and the alert is resolved when they match. Nothing is changed automatically.',
    safe: 'A retry enforces what was approved, under the same approvals, and reads it back.',
  },
  enforcement_paused: {
    title: 'Enforcement is paused',
    explains: 'A person has paused actions on the platform. Deadlines keep running.',
    selfHeals:
      'The pause ends by itself, after an hour unless another person has agreed to more; enforcement then continues where it stopped.',
    safe: null,
  },
  restored: {
    title: 'The desk was restored from a backup',
    explains:
      'Everything received, decided or done after the time of the backup is missing. Nothing is sent to the platform.',
    selfHeals:
      'Deadlines that passed meanwhile take effect now. All items in the registry are compared with the platform, and differences are shown on their notices.',
    safe: 'Once the comparison is done and read, resuming lets enforcement continue where it stopped, each operation under its key.',
  },
  enforcement_refused: {
    title: 'A submission was not enforced',
    explains: 'The check before the first call found that the record does not match what was approved.',
    selfHeals: 'Nothing was done on the platform. The decisions are drafts again.',
    safe: 'Submitting again requires new approvals.',
  },
  approval_unproven: {
    title: 'An approval could not be verified',
    explains:
      'Before the first call, the signatures of a submission or its approvals, the content they cover, or the roles of the approvers did not pass the check.',
    selfHeals: 'Nothing was done on the platform, and ops and counsel were paged. The decisions are drafts again.',
    safe: 'Submitting again requires new approvals, each with a new signature.',
  },
  forged_command: {
    title: 'A command was forged',
    explains:
      'The engine received a command, or an answer to a step, that the desk never sent: somebody else has access to the Temporal server.',
    selfHeals:
      'It had no effect. A command is removed and shown on the timeline, and ops and counsel were paged. A step that somebody else answered is retried.',
    safe: 'Rebuilding rewrites the view of the notice and resolves this alert; it changes no decision.',
  },
  secret_document: {
    title: 'A secret document concerns a notice that others can read',
    explains: 'Acting on it there would reveal that it exists, so nothing changes there automatically.',
    selfHeals: 'When its secrecy ends, the other notice is updated. Until then, people with access to both act there.',
    safe: null,
  },
  secret_needs_people: {
    title: 'A secret notice has nobody who can work on it',
    explains: 'The people with access could not review and approve it between them. Its deadlines are running.',
    selfHeals: 'The alert ends when reclassifying the notice names enough people.',
    safe: null,
  },
  glass_broken: {
    title: 'Break-glass access to a secret notice',
    explains: 'Counsel has taken access for a limited time and given a reason. This alert informs the others.',
    selfHeals: 'The access ends by itself.',
    safe: null,
  },
  ...ORDER_CAUSES,
  key_lost: {
    title: 'A notice cannot be decrypted',
    explains: "The key that encrypts this notice's history is not available. All other notices continue.",
    selfHeals: 'It is retried with every task; once the key is back, the notice continues where it stopped.',
    safe: null,
  },
  ...ENGINE_CAUSES,
  ...PEOPLE_CAUSES,
  ...AUDIT_CAUSES,
  force_close_requested: {
    title: 'Closing a notice by force was requested',
    explains: 'The notice is closed, whatever is still running, once a second person requests the same.',
    selfHeals: NOTHING,
    safe: 'Two people must request it. What is in force stays in force; what was left open is recorded.',
  },
  absent_approver: {
    title: 'Nobody available can approve',
    explains: 'A submission is waiting for an approval that nobody available can give.',
    selfHeals: 'It is checked again every minute and resolved when somebody can approve.',
    safe: NO_DATE_MOVES,
  },
  not_ratified: {
    title: 'An emergency is not ratified',
    explains: 'Targets were enforced on one approval, and the other approvers have not ratified it, or have refused.',
    selfHeals: 'Nothing is reversed automatically: a person must restore it.',
    safe: NO_DATE_MOVES,
  },
  ...LAW_CAUSES,
  ...USER_CAUSES,
  watchdog_silent: {
    title: 'The watchdog is not responding',
    explains: 'It has sent no heartbeat for a minute: an engine failure would not be noticed from outside.',
    selfHeals: 'Deadlines act anyway. The alert is resolved when the watchdog responds again.',
    safe: null,
  },
  engine_silent: {
    title: 'The engine lets deadlines pass',
    explains: 'The watchdog sees deadlines that should have acted and did not.',
    selfHeals: 'The watchdog pages through its own channel. When the engine is back, each step acts once.',
    safe: null,
  },
  steps_without_effect: {
    title: 'Escalation steps have no effect',
    explains: 'The watchdog sees steps that fired and notified nobody.',
    selfHeals: 'The watchdog pages through its own channel.',
    safe: null,
  },
  registry_silent: {
    title: 'The registry does not respond',
    explains: 'The watchdog cannot read it.',
    selfHeals: 'The watchdog pages through its own channel. The engine holds the deadlines, and they keep running.',
    safe: null,
  },
  clock_skew: {
    title: 'Clock skew between two machines',
    explains: 'The clock of a process and the clock of the registry are more than five seconds apart.',
    selfHeals: 'Deadlines are still counted from the times of the registry and the engine.',
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
export function describeCause(kind: string): Cause {
  if (isAlertKind(kind)) return { ...CAUSES[kind], repairs: ALERT_TABLE[kind].repairs };
  const words = kind.replaceAll('_', ' ');
  return { title: `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`, ...UNKNOWN };
}
