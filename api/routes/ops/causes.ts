import { ALERT_TABLE, isAlertKind, type AlertKind } from '../../../domain/alert.js';
import texts from '../../../domain/alert-texts.json' with { type: 'json' };
import type { RepairAction } from '../../../domain/commands/command.js';

interface CauseWords {
  title: string;
  explains: string;
  selfHeals: string;
}

export interface Cause extends CauseWords {
  /** Why the repairs do no harm; null if there are none. */
  safe: string | null;
  repairs: readonly RepairAction[];
}

const CAUSES: Readonly<Record<AlertKind, CauseWords & { safe?: string }>> = texts;

const UNKNOWN: Omit<Cause, 'title'> = {
  explains: 'The summary of each row says what happened.',
  selfHeals: texts.force_close_requested.selfHeals,
  safe: null,
  repairs: ['force_close'],
};

/** Explains a kind of alert; an unknown kind can only be closed by force. */
export function describeCause(kind: string): Cause {
  if (isAlertKind(kind)) {
    const { safe = null, ...words } = CAUSES[kind];
    return { ...words, safe, repairs: ALERT_TABLE[kind].repairs };
  }
  const words = kind.replaceAll('_', ' ');
  return { title: `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`, ...UNKNOWN };
}
