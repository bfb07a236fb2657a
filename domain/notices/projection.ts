import type { NoticeState } from './notice-state.js';

/** Sent to the registry after a change: the current notice and the audit events not yet recorded. */
export type NoticeProjection = Omit<NoticeState, 'processed'>;

export function toProjection(state: NoticeState): NoticeProjection {
  const { processed: _processed, ...projection } = state;
  return projection;
}

/** Returns the state once everything up to a version is recorded; later changes remain to be recorded. */
export function recorded(state: NoticeState, version: number): NoticeState {
  return { ...state, unrecorded: state.unrecorded.filter((entry) => entry.version > version) };
}
