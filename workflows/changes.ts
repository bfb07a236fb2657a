import { applyCommand } from '../domain/commands/apply-command.js';
import type { Command } from '../domain/commands/command.js';
import { logForged, logUndone } from '../domain/commands/forged-commands.js';
import { rejected, type Decided } from '../domain/commands/rejection.js';
import type { NoticeState } from '../domain/notices/notice-state.js';
import { recorded } from '../domain/notices/projection.js';

export interface RejectedIndexes {
  forged: readonly number[];
  impossible: readonly number[];
}

type Change = { command: Command; atMs: number } | { apply: (state: NoticeState) => NoticeState };

/** The record being written: the state up to this point, and the commands to verify with the registry. */
export interface Sending {
  state: NoticeState;
  /** Unverified: anyone with access to the Temporal server can send one. */
  commands: Command[];
  /** Commands accepted on a forged state and rejected without it. */
  dropped: Command[];
  changes: number;
}

/**
 * Decides a command. Malformed ones that no entry point of the desk would pass (no roles, no body) are rejected and
 * break nothing.
 */
export function decideCommand(state: NoticeState, command: Command, atMs: number): Decided<NoticeState> {
  try {
    return applyCommand(state, command, atMs);
  } catch {
    return rejected('illegal_transition', 'The desk sends no such command.');
  }
}

/**
 * A notice's state after the changes since its last record. The registry verifies every command before anything results
 * from it; a command that the desk never sent is removed, and the other changes are replayed without it.
 */
export class PendingChanges {
  private base: NoticeState;
  private present: NoticeState;
  private made: Change[] = [];
  private dropped: Command[] = [];
  private deferred: Change[] = [];

  constructor(state: NoticeState) {
    this.base = state;
    this.present = state;
  }

  get state(): NoticeState {
    return this.present;
  }

  take(command: Command, atMs: number, decided: NoticeState): void {
    this.made.push({ command, atMs });
    this.present = decided;
  }

  make(apply: (state: NoticeState) => NoticeState): void {
    this.makeOne({ apply });
  }

  send(): Sending {
    const commands = this.made.flatMap((change) => ('command' in change ? [change.command] : []));
    return { state: this.present, commands, dropped: [...this.dropped], changes: this.made.length };
  }

  /**
   * Continues from the registry's answer: everything is recorded, or some commands, by position, were not.
   * `impossible`: the registry cannot store them and has already rejected them.
   */
  hear(sent: Sending, { forged, impossible }: RejectedIndexes, atMs: number): void {
    const named = (positions: readonly number[]) => new Set(positions.map((position) => sent.commands[position]));
    if (forged.length === 0 && impossible.length === 0) this.keep(sent);
    else this.goBack({ forged: named(forged), impossible: named(impossible) }, atMs);
    const deferred = this.deferred;
    this.deferred = [];
    for (const change of deferred) this.makeOne(change);
  }

  settle(): void {
    this.base = this.present;
    this.made = [];
  }

  private makeOne(change: Change): void {
    try {
      const next = after(this.present, change);
      // An accepted command always changes the state.
      if ('command' in change && next === this.present) this.dropped.push(change.command);
      else this.made.push(change);
      this.present = next;
    } catch (error) {
      if (this.made.every((other) => !('command' in other))) throw error;
      this.deferred.push(change);
    }
  }

  private keep({ state, changes, dropped }: Sending): void {
    this.base = { ...state, unrecorded: [] };
    this.made = this.made.slice(changes);
    this.present = recorded(this.present, state.version);
    this.dropped = this.dropped.filter((command) => !dropped.includes(command));
  }

  private goBack({ forged, impossible }: WithdrawnCommands, atMs: number): void {
    const reached = this.present.version;
    const stands = (command: Command) => !forged.has(command) && !impossible.has(command);
    const rest = this.made.filter((change) => !('command' in change) || stands(change.command));
    this.made = [];
    this.present = this.base;
    if (forged.size > 0) this.make((state) => logForged(state, { forged: listed(forged), reached, atMs }));
    if (impossible.size > 0) this.make((state) => logUndone(state, { undone: listed(impossible), reached, atMs }));
    for (const change of rest) this.makeOne(change);
  }
}

interface WithdrawnCommands {
  forged: ReadonlySet<Command | undefined>;
  impossible: ReadonlySet<Command | undefined>;
}

function listed(commands: ReadonlySet<Command | undefined>): Command[] {
  return [...commands].filter((command) => command !== undefined);
}

function after(state: NoticeState, change: Change): NoticeState {
  if ('apply' in change) return change.apply(state);
  const decided = decideCommand(state, change.command, change.atMs);
  return decided.ok ? decided.value : state;
}
