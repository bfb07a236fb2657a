import { canonicalJson } from '../canonical-json.js';
import type { Command, CommandOf } from '../command/command.js';
import type { Role } from '../people/permission.js';
import type { Purpose, Seat } from './submission.js';

/** What the API signs: a submission as frozen, a yes to it, and a yes afterwards to what was carried out on one. */
export const SIGNED_KINDS = ['submission', 'approve', 'ratify'] as const;
export type SignedKind = (typeof SIGNED_KINDS)[number];

/** A submission as its author put it up: what it does, who has to say yes, and who may not. */
export interface SubmissionStatement {
  kind: 'submission';
  notice: string;
  submission: number;
  purpose: Purpose;
  cause: string | null;
  emergency: boolean;
  digest: string;
  seats: Seat[];
  /** Person id. */
  author: string;
  /** Ids of the people who drafted any of its decisions, in order; the author among them where they did. */
  drafters: string[];
  commandId: string;
  /** RFC 3339, by the clock of the API. */
  at: string;
}

/** One person's yes. */
export interface YesStatement {
  kind: 'approve' | 'ratify';
  notice: string;
  submission: number;
  digest: string;
  /** Person id. */
  person: string;
  /** Roles under which it was given: those of the session or key. */
  roles: Role[];
  /** Ids of the absent people whose substitute the person was, in order; which of them the yes needed, the workflow says. */
  standsFor: string[];
  commandId: string;
  /** RFC 3339, by the clock of the API. */
  at: string;
  /** A passkey confirmed it, and what it answered is kept beside this; absent where none was asked. */
  stepUp?: true;
}

export type Statement = SubmissionStatement | YesStatement;

/** What of a command has to be signed, or null. A refusal to ratify starts nothing and is no yes. */
export function statementOf(
  noticeId: string,
  command: Command,
  { at, stepUp = false }: { at: string; stepUp?: boolean },
): Statement | null {
  switch (command.name) {
    case 'submit':
    case 'reinstate':
      return submissionStatement(noticeId, command, at);
    case 'approve':
      return yesStatement('approve', noticeId, command, { at, stepUp });
    case 'ratify':
      return command.body.refuse ? null : yesStatement('ratify', noticeId, command, { at, stepUp });
    default:
      return null;
  }
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
    seats: frozen.seats,
    author: actor.id,
    drafters: [...(frozen.drafters ?? [])].sort(),
    commandId: id,
    at,
  };
}

function yesStatement(
  kind: YesStatement['kind'],
  noticeId: string,
  { id, actor, body }: CommandOf<'approve'> | CommandOf<'ratify'>,
  { at, stepUp }: { at: string; stepUp: boolean },
): YesStatement {
  return {
    kind,
    notice: noticeId,
    submission: body.submission,
    digest: body.digest,
    person: actor.id,
    roles: actor.roles,
    standsFor: (actor.standsFor ?? []).map((absent) => absent.id).sort(),
    commandId: id,
    at,
    ...(stepUp ? { stepUp } : {}),
  };
}

/** The text that is signed: canonical JSON (RFC 8785). */
export function statementText(statement: Statement): string {
  return canonicalJson(statement);
}
