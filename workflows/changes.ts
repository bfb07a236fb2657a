import { applyCommand } from '../domain/command/apply-command.js';
import type { Command } from '../domain/command/command.js';
import { tellForged, tellUndone } from '../domain/command/forged-commands.js';
import { rejected, type Decided } from '../domain/command/rejection.js';
import type { NoticeState } from '../domain/notice/notice-state.js';
import { recorded } from '../domain/notice/projection.js';

/** What the registry says of commands that do not stand, by position. */
export interface TakenOut {
  forged: readonly number[];
  impossible: readonly number[];
}

/** One change of a notice, so that it can be made again on another state: a command, or what clocks and effects did. */
type Change = { command: Command; atMs: number } | { apply: (state: NoticeState) => NoticeState };

/** What is being recorded: the state with everything up to here, and the commands for which the registry is asked. */
export interface Sending {
  state: NoticeState;
  /** Commands as they came; whoever reaches the engine can send one. */
  commands: Command[];
  /** Commands that were taken on a forged state and are refused without it. */
  dropped: Command[];
  changes: number;
}

/** Decides a command; one that no door of the desk lets through (no roles, no body) is refused and breaks nothing. */
export function decide(state: NoticeState, command: Command, atMs: number): Decided<NoticeState> {
  try {
    return applyCommand(state, command, atMs);
  } catch {
    return rejected('illegal_transition', 'The desk sends no such command.');
  }
}

/**
 * A notice's state as the changes since the last record made it. The registry is asked for every command before
 * anything else follows from it; one that the desk never sent is taken out, and the others are made again without it.
 */
export class Changes {
  private base: NoticeState;
  private present: NoticeState;
  private made: Change[] = [];
  private dropped: Command[] = [];
  /** What could not be made on a state that holds commands nobody has vouched for. */
  private deferred: Change[] = [];

  constructor(state: NoticeState) {
    this.base = state;
    this.present = state;
  }

  get state(): NoticeState {
    return this.present;
  }

  /** Takes a command that has been decided for the present state. */
  take(command: Command, atMs: number, decided: NoticeState): void {
    this.made.push({ command, atMs });
    this.present = decided;
  }

  /** Makes a change that is nobody's command. */
  make(apply: (state: NoticeState) => NoticeState): void {
    this.makeOne({ apply });
  }

  /** What is to be recorded now. */
  send(): Sending {
    const commands = this.made.flatMap((change) => ('command' in change ? [change.command] : []));
    return { state: this.present, commands, dropped: [...this.dropped], changes: this.made.length };
  }

  /**
   * Goes on from what the registry said: everything is on record, or it was not for some of the commands, by position.
   * `impossible`: the registry has refused them already.
   */
  hear(sent: Sending, { forged, impossible }: TakenOut, atMs: number): void {
    const named = (positions: readonly number[]) => new Set(positions.map((position) => sent.commands[position]));
    if (forged.length === 0 && impossible.length === 0) this.keep(sent);
    else this.goBack({ forged: named(forged), impossible: named(impossible) }, atMs);
    const deferred = this.deferred;
    this.deferred = [];
    for (const change of deferred) this.makeOne(change);
  }

  /** Nothing waits to be recorded: the next change begins from here. */
  settle(): void {
    this.base = this.present;
    this.made = [];
  }

  private makeOne(change: Change): void {
    try {
      const next = after(this.present, change);
      // An accepted command always makes another state.
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

  private goBack({ forged, impossible }: TakenOutCommands, atMs: number): void {
    const reached = this.present.version;
    const stands = (command: Command) => !forged.has(command) && !impossible.has(command);
    const rest = this.made.filter((change) => !('command' in change) || stands(change.command));
    this.made = [];
    this.present = this.base;
    if (forged.size > 0) this.make((state) => tellForged(state, { forged: listed(forged), reached, atMs }));
    if (impossible.size > 0) this.make((state) => tellUndone(state, { undone: listed(impossible), reached, atMs }));
    for (const change of rest) this.makeOne(change);
  }
}

interface TakenOutCommands {
  forged: ReadonlySet<Command | undefined>;
  impossible: ReadonlySet<Command | undefined>;
}

function listed(commands: ReadonlySet<Command | undefined>): Command[] {
  return [...commands].filter((command) => command !== undefined);
}

function after(state: NoticeState, change: Change): NoticeState {
  if ('apply' in change) return change.apply(state);
  const decided = decide(state, change.command, change.atMs);
  return decided.ok ? decided.value : state;
}
