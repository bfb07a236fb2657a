import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Command } from '../domain/commands/command.js';
import type { HeldState } from '../domain/notices/own-run.js';

/** The command Update. Rejected commands leave no history event. */
export const commandUpdate = defineUpdate<{ version: number }, [Command]>('command');

/**
 * Wakes a notice that sleeps on a release that is no longer current, so that it moves. `callOff`: it cancels effects
 * under way, which restart under the same keys.
 */
export const nudgeSignal = defineSignal<[{ callOff: boolean }?]>('nudge');

/** Returns the workflow's state and run identity, for repair and inspection; screens read the registry. */
export const stateQuery = defineQuery<HeldState>('state');
