import type { Command } from 'commander';
import { TRIGGER_WORDS } from '../../domain/notices/trigger-words.js';
import { hasKey } from '../../domain/record-keys.js';
import type { Risk } from '../../domain/submissions/submission.js';
import { addAct, sendCommand, stateLine } from './act.js';
import { parseCount } from '../arguments.js';
import { addCommand, type CommandSession } from '../command.js';
import type { CliDeps } from '../deps.js';
import { RefusedError, UsageError } from '../exit.js';
import { submissionText } from './notice-text.js';
import { type CommandOptions, commandOptions, given, option, reasonOption } from '../options.js';
import { actionsText, printable } from '../text.js';
import type { NoticeCommandAnswer, NoticeView, SubmissionView } from '../view.js';

interface ApproveOptions extends CommandOptions {
  submission?: number;
  digest?: string;
}

export function addApprovalCommands(notices: Command, deps: CliDeps): void {
  addCommand<ApproveOptions>(notices, deps, {
    usage: 'approve <notice>',
    summary: 'approve a submission: reads the open one, shows its effect, sends its digest',
    role: 'approver',
    unsafe: true,
    options: [
      option('--submission <n>', 'only if this submission is open', parseCount),
      option('--digest <digest>', 'only if the submission has this digest'),
      ...commandOptions(),
    ],
    more: 'A submission may need several approvals, each by a different person (--as counsel can fill any approver slot).',
    examples: ['notices approve N-2021-000002', 'notices approve N-2021-000002 --as counsel'],
    run: approve,
  });
  addAct<{ reason: string; submission?: number }>(notices, deps, {
    usage: 'return',
    summary: 'send a submission back to review; its approvals are void',
    role: 'approver',
    options: [
      reasonOption('what must change'),
      option('--submission <n>', 'only if this submission is open', parseCount),
    ],
    examples: ['notices return N-2021-000002 --reason "Target 17 is a newsroom"'],
    async body(session, noticeId) {
      const { reason, submission } = session.options;
      if (submission !== undefined) return { submission, reason };
      const { body } = await session.desk.get<NoticeView>(`/v1/notices/${noticeId}`);
      return { submission: openSubmission(body).number, reason };
    },
  });
  addRatify(notices, deps);
}

interface RatifyOptions {
  refuse?: boolean;
  reason?: string;
}

function addRatify(notices: Command, deps: CliDeps): void {
  addAct<RatifyOptions>(notices, deps, {
    usage: 'ratify',
    summary: 'ratify, or refuse to ratify, an emergency enforcement made on one approval',
    role: 'counsel',
    options: [
      option('--refuse', 'refuse; the targets must then be restored'),
      option('--reason <text>', 'reason; required with --refuse'),
    ],
    examples: ['notices ratify N-2021-000004', 'notices ratify N-2021-000004 --refuse --reason "No legal basis"'],
    async body(session, noticeId) {
      const { refuse, reason } = session.options;
      if (refuse && !reason) throw new UsageError('--refuse needs --reason.');
      const { body } = await session.desk.get<NoticeView>(`/v1/notices/${noticeId}`);
      const { ratification } = body;
      if (ratification?.state !== 'open') throw new RefusedError(`${body.number} has nothing to ratify.`);
      return given({ submission: ratification.submission, digest: ratification.digest, refuse, reason });
    },
    human: (answer) => `${stateLine(answer)}\n${ratificationText(answer)}\n`,
  });
}

function ratificationText({ ratification }: NoticeCommandAnswer): string {
  if (ratification == null) return '';
  const next = ratification.state === 'refused' ? ' Restore with: notices reinstate --cause own_error' : '';
  return `submission ${ratification.submission}: ${ratification.state}.${next}`;
}

async function approve(session: CommandSession<ApproveOptions>): Promise<void> {
  const id = await session.noticeId();
  let { submission, digest } = session.options;
  if (submission === undefined || digest === undefined) {
    const { body: notice } = await session.desk.get<NoticeView>(`/v1/notices/${id}`);
    const open = openSubmission(notice);
    session.say(describeSubmission(notice, open));
    submission ??= open.number;
    digest ??= open.digest;
  }
  await sendCommand(session, { id, command: 'approve', body: { submission, digest } }, renderApproved);
}

function openSubmission(notice: NoticeView): SubmissionView {
  if (notice.submission && notice.stage === 'approval') return notice.submission;
  throw new RefusedError(
    `${notice.number} has no open submission; its stage is ${notice.stage}. A reviewer submits with submit-decisions.`,
  );
}

function describeSubmission(notice: NoticeView, submission: SubmissionView): string {
  const { counts } = notice;
  const restores = submission.purpose === 'restoration';
  const what = restores ? 'restores targets' : `${counts?.targets ?? 0} targets: ${actionsText(counts?.byAction)}`;
  return `${printable(`${notice.number}  ${notice.subject ?? ''}`)}\nsubmission ${submissionText(submission)}\n${what}\n${risksText(submission)}`;
}

const RISK_WORDS: Record<Risk, string> = {
  order_not_in_effect: 'the order is not in effect, but counsel has upheld it',
  emergency: 'enforced after one approval; the quorum ratifies later',
  disclosure: 'a disclosure is approved; the desk itself discloses nothing',
  protected: 'includes enforced actions on protected targets',
  mass: 'more enforced targets than one approver can decide',
  refusal_of_all: 'the whole order is refused; nothing is enforced',
  wider_than_order: 'it goes further than the order',
  departs_from_precedent: 'a target was decided differently before',
  necessity_unanswered: 'the three questions of necessity are not answered for these decisions',
  document_missing: 'an order without any document on record',
  checklist_unread: "the document has not been checked against its law's checklist",
  cause_unshown: 'the record does not show the cause of the restoration, or shows it only by the author’s own entries',
  still_preserved: 'something is released before its preservation term ends',
  ...TRIGGER_WORDS,
};

function risksText({ risks, actingSoFar }: SubmissionView): string {
  const total = ` (${actingSoFar} so far)`;
  const lines = (risks ?? []).map((risk) => {
    const words = hasKey(RISK_WORDS, risk) ? `${risk}: ${RISK_WORDS[risk]}` : risk; // A newer desk may add one.
    return `warning: ${words}${risk === 'mass' ? total : ''}\n`;
  });
  return lines.join('');
}

function renderApproved(answer: NoticeCommandAnswer): string {
  const { submission } = answer;
  const lines = [`Approved. ${stateLine(answer)}`];
  if (submission && answer.stage === 'approval' && submission.approvals.length < submission.approvalsNeeded) {
    const open = submission.approvalsNeeded - submission.approvals.length;
    lines.push(`${open} more approval needed from another person, e.g. --as counsel.`);
  }
  return `${lines.join('\n')}\n`;
}
