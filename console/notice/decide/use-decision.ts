import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { DecisionAction } from '../../../domain/targets/decision-action.js';
import { command } from '../../http/commands.js';
import type { Notice } from '../../http/types.js';
import { useSettled } from '../../state/settled.js';
import { noticeKeys } from '../../http/use-write.js';

export interface DecisionDraft {
  select: Record<string, unknown>;
  action: DecisionAction;
  grounds: string[];
  countries: string[] | null;
  note: string;
}

/** The part of the `result` of `decide` that is shown. */
export interface DecideOutcome {
  matched: number;
  changed: number;
  countries: string[];
  protected: number[];
  alreadyRestricted: number[];
  conflicts: unknown[];
  conflictsTotal: number;
  closedTotal: number;
  widerThanOrderTotal: number;
  departs: { notice: string; number: string }[];
  departsTotal: number;
  batch: number | null;
}

const buildBody = ({ countries, note, ...draft }: DecisionDraft) => ({
  ...draft,
  ...(countries === null ? {} : { countries }),
  ...(note.trim() === '' ? {} : { note: note.trim() }),
});

/** Previews what a draft would affect; disabled while `draft` is null. */
export function useDecisionPreview(notice: Notice, draft: DecisionDraft | null) {
  const present = draft === null ? '' : JSON.stringify(buildBody(draft));
  const settledBody = useSettled(present);
  const preview = useQuery({
    queryKey: ['notice', notice.id, 'preview', settledBody, notice.draftRevision],
    queryFn: async () => {
      const read = JSON.parse(settledBody) as ReturnType<typeof buildBody>;
      const body = { ...read, asOf: notice.draftRevision, preview: true };
      return (await command<'decide', DecideOutcome>(notice.id, 'decide', body)).result;
    },
    enabled: settledBody !== '',
    gcTime: 10_000,
    retry: false,
  });
  // What is true of the draft before says nothing of this one.
  return { ...preview, data: present === settledBody ? preview.data : undefined };
}

/**
 * Drafts a decision and undoes the last one. Sends the draft revision that was read, so that no colleague's draft is
 * overwritten.
 */
export function useDecide(notice: Notice) {
  const queries = useQueryClient();
  const refresh = () => Promise.all(noticeKeys(notice.id).map((queryKey) => queries.invalidateQueries({ queryKey })));
  const draft = useMutation({
    mutationFn: async (next: DecisionDraft) => {
      const body = { ...buildBody(next), asOf: notice.draftRevision };
      return (await command<'decide', DecideOutcome>(notice.id, 'decide', body)).result;
    },
    onSettled: refresh,
  });
  const undo = useMutation({
    mutationFn: async (batch: number) =>
      (await command<'undo-decide', { undone?: number; changed?: number }>(notice.id, 'undo-decide', { batch })).result,
    onSettled: refresh,
  });
  return { draft, undo };
}
