import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Command } from '../domain/command/command.js';
import type { HeldState } from '../domain/notice/own-run.js';

/** What a person or the desk asks of a notice. Refused commands leave no event. */
export const commandUpdate = defineUpdate<{ version: number }, [Command]>('command');

/**
 * Wakes a notice that sleeps on a release which is not the current one, so that it looks and moves. `callOff`: it waits no longer for
 * what is under way, which begins anew under the same keys.
 */
export const nudgeSignal = defineSignal<[{ callOff: boolean }?]>('nudge');

/** The state as the workflow holds it and which run it is, for repair and inspection; screens read the registry. */
export const stateQuery = defineQuery<HeldState>('state');
