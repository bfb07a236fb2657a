import type { Actor } from './actor.js';
import type { Clock } from './clock.js';
import type { LinkKind } from './notice.js';
import type { Authenticity } from './notice.js';
import type { LedgerCounts } from './ledger.js';
import type { LetterKind } from './letter.js';
import type { RestoreCause, Seat } from './submission.js';

/** What the registry froze, as the workflow needs it: no targets, only their count and digest. */
export interface FrozenSubmission {
  number: number;
  digest: string;
  purpose: 'decision' | 'restoration';
  cause: RestoreCause | null;
  seats: Seat[];
  /** Targets of this submission for which the platform has to act. */
  enforced: number;
  /** Targets that get an acting lane; a disclosure counts here and not above. */
  acting: number;
  disclosed: number;
  targets: number;
  letters: LetterKind[];
  ledger: LedgerCounts;
}

/** Bodies of the commands that the workflow decides, by name. Instants are epoch ms; clocks were computed outside. */
export interface CommandBodies {
  triage: {
    regime: { id: string; version: string; clocks: Clock[] } | null;
    authenticity: Authenticity | null;
    priority: string | null;
    queue: string | null;
  };
  claim: object;
  release: object;
  assign: { to: string; toName: string };
  submit: { frozen: FrozenSubmission };
  reinstate: { frozen: FrozenSubmission; note: string };
  approve: { submission: number; digest: string };
  return: { submission: number; reason: string };
  confirm_deadline: { clock: string };
  acknowledge_escalation: { clock: string; level: number };
  request_dialogue: { with: string; subject: string; proposal: string; replyClock: Clock };
  record_dialogue: { outcome: string; minutes: string };
  link: { notice: string; number: string; as: LinkKind };
  annotate: { text: string; audience: 'internal' | 'outward' };
  close: { reason: string; override: boolean };
  reopen: { reason: string };
  /** Sent by the desk when a related notice of the authority came in. */
  authority_act: { notice: string; number: string; as: LinkKind };
}

export type CommandName = keyof CommandBodies;

/** A command as it travels to the workflow. `id` is the Update id and the id of the attempt's row. */
export type Command = {
  [Name in CommandName]: {
    id: string;
    name: Name;
    actor: Actor;
    body: CommandBodies[Name];
    expectedVersion?: number;
    comment?: string;
  };
}[CommandName];

export type CommandOf<Name extends CommandName> = Extract<Command, { name: Name }>;
