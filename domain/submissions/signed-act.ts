import { readAct, type ActStatement } from '../acts/act-statement.js';
import { canonicalJson } from '../canonical-json.js';
import type { Command, CommandOf } from '../commands/command.js';
import type { Role } from '../people/permission.js';
import type { StepUpAct } from '../people/step-up.js';
import type { Purpose, ApproverSlot } from './submission.js';

export type SignedKind = SignedStatement['kind'];

/** A submission as its author submitted it: its effect, the approvals needed, and the people who may not give them. */
export interface SubmissionStatement {
  kind: 'submission';
  notice: string;
  submission: number;
  purpose: Purpose;
  cause: string | null;
  emergency: boolean;
  digest: string;
  approverSlots: ApproverSlot[];
  author: string;
  drafters: string[];
  commandId: string;
  at: string;
}

export interface ApprovalStatement {
  kind: 'approve' | 'ratify';
  notice: string;
  submission: number;
  digest: string;
  person: string;
  roles: Role[];
  /**
   * Ids of the absent people the person was delegate for, in order; the workflow decides which of them the approval
   * needed.
   */
  actsFor: string[];
  commandId: string;
  at: string;
  /** Confirmed with a passkey, whose assertion is stored separately; absent if none was required. */
  stepUp?: true;
}

export type SignedStatement = SubmissionStatement | ApprovalStatement | ActStatement;

export function isApproval(statement: SignedStatement): statement is ApprovalStatement {
  return statement.kind === 'approve' || statement.kind === 'ratify';
}

export function isAct(statement: SignedStatement): statement is ActStatement {
  return statement.kind !== 'submission' && !isApproval(statement);
}

/** Returns the statement to sign for a command, or null. `stepUp`: the act that a passkey confirmed, or null. */
export function buildStatement(
  noticeId: string,
  command: Command,
  { at, stepUp }: { at: string; stepUp: StepUpAct | null },
): SignedStatement | null {
  switch (command.name) {
    case 'submit':
    case 'reinstate':
      return submissionStatement(noticeId, command, at);
    case 'approve':
      return approvalStatement('approve', noticeId, command, { at, stepUp: stepUp !== null });
    case 'ratify':
      return command.body.refuse
        ? actStatement(noticeId, command, { at, stepUp })
        : approvalStatement('ratify', noticeId, command, { at, stepUp: stepUp !== null });
    default:
      return actStatement(noticeId, command, { at, stepUp });
  }
}

function actStatement(
  noticeId: string,
  command: Command,
  { at, stepUp }: { at: string; stepUp: StepUpAct | null },
): ActStatement | null {
  const act = readAct(command);
  if (act === null) return null;
  const { id: person, roles } = command.actor;
  const confirmed = stepUp === null ? {} : { stepUp };
  return { ...act, notice: noticeId, person, roles, commandId: command.id, at, ...confirmed };
}

function submissionStatement(
  noticeId: string,
  { id, actor, body: { frozen } }: CommandOf<'submit'> | CommandOf<'reinstate'>,
  at: string,
): SubmissionStatement {
  return {
    kind: 'submission',
    notice: noticeId,
    submission: frozen.number,
    purpose: frozen.purpose,
    cause: frozen.cause,
    emergency: frozen.emergency !== undefined,
    digest: frozen.digest,
    approverSlots: frozen.approverSlots,
    author: actor.id,
    drafters: [...frozen.drafters].sort(),
    commandId: id,
    at,
  };
}

function approvalStatement(
  kind: ApprovalStatement['kind'],
  noticeId: string,
  { id, actor, body }: CommandOf<'approve'> | CommandOf<'ratify'>,
  { at, stepUp }: { at: string; stepUp: boolean },
): ApprovalStatement {
  return {
    kind,
    notice: noticeId,
    submission: body.submission,
    digest: body.digest,
    person: actor.id,
    roles: actor.roles,
    actsFor: (actor.actsFor ?? []).map((absent) => absent.id).sort(),
    commandId: id,
    at,
    ...(stepUp ? { stepUp } : {}),
  };
}

/** Returns the text that is signed: canonical JSON (RFC 8785). */
export function statementText(statement: SignedStatement): string {
  return canonicalJson(statement);
}
