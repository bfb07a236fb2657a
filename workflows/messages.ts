import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { Command } from '../domain/command/command.js';
import type { NoticeState } from '../domain/notice/notice-state.js';

/** What a person or the desk asks of a notice. Refused commands leave no event. */
export const commandUpdate = defineUpdate<{ version: number }, [Command]>('command');

/** The state as the workflow holds it, for repair and inspection; screens read the registry. */
export const stateQuery = defineQuery<NoticeState>('state');
