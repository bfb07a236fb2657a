import type { NoticeState } from './notice-state.js';

/** What the registry is told after a change: the notice as it stands and the entries not yet on record. */
export type NoticeProjection = Omit<NoticeState, 'processed'>;

export function toProjection(state: NoticeState): NoticeProjection {
  const { processed: _processed, ...projection } = state;
  return projection;
}

/** The state once everything up to a version is on record; what was decided meanwhile stays to be recorded. */
export function recorded(state: NoticeState, version: number): NoticeState {
  return { ...state, unrecorded: state.unrecorded.filter((entry) => entry.version > version) };
}
