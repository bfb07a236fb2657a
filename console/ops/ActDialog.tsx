import { useWords } from '../words/use-words.js';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../http/call.js';
import { Dialog } from '../parts/Dialog.js';
import { Failure } from '../parts/Failure.js';
import { say } from '../state/message.js';
import { ActForm } from './ActForm.js';
import {
  asksNoReason,
  buildCalls,
  isGrave,
  REBUILD_ALL,
  type ActCall,
  type OpsActName,
  type ActChoice,
} from './acts.js';
import type { AlertItem } from './types.js';

type RequestedAct = Exclude<OpsActName, 'assign'>;

interface Refusal {
  made: ActCall;
  error: unknown;
}

/** Asks for a reason, then runs the act for each notice and reports each rejection by notice. */
export function CauseActDialog({
  name,
  items,
  onClose,
}: {
  name: RequestedAct;
  items: readonly AlertItem[];
  onClose: () => void;
}) {
  const t = useWords();
  const [choice, setChoice] = useState<ActChoice>({
    items: isGrave(name) && items.length > 1 ? [] : items,
    reason: '',
    target: null,
    everywhere: false,
  });
  const work = useAct(name, (made) => {
    say(doneText(t, name, { choice, made }));
    onClose();
  });
  const missing =
    choice.items.length === 0 && !choice.everywhere
      ? t('ops:form.nothingChosen')
      : !asksNoReason(name) && choice.reason.trim() === ''
        ? t('ops:form.reasonWanted')
        : null;
  const go = () => {
    if (missing === null && !work.isPending) work.mutate(choice);
  };
  return (
    <Dialog
      title={t(`ops:ask.${name}`)}
      onClose={onClose}
      role={isGrave(name) ? 'alertdialog' : 'dialog'}
      go={{
        label: t(`ops:go.${name}`),
        run: go,
        why: missing,
        busy: work.isPending ? t('ops:working') : null,
        danger: name === 'force_close',
      }}
    >
      <p>{t(`ops:follows.${name}`)}</p>
      <ActForm name={name} items={items} choice={choice} onChange={setChoice} onGo={go} />
      {(work.data ?? []).map(({ made, error }) => (
        <Failure
          key={made.path + (made.notice ?? '')}
          title={made.number === null ? t('ops:refusedAll') : t('ops:refused', { number: made.number })}
          error={error}
        />
      ))}
    </Dialog>
  );
}

function useAct(name: RequestedAct, onDone: (made: number) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (choice: ActChoice) => {
      const refusals: Refusal[] = [];
      let done = 0;
      for (const made of buildCalls(name, choice)) {
        try {
          if (made.path === REBUILD_ALL) {
            const rebuilt = await rebuildAll(made);
            done += rebuilt.done;
            refusals.push(...rebuilt.refusals);
          } else {
            await call('POST', made.path, { body: made.body });
            done += 1;
          }
        } catch (error) {
          refusals.push({ made, error });
        }
      }
      if (refusals.length === 0) onDone(done);
      return refusals;
    },
    onSettled: () =>
      Promise.all(['live', 'notice', 'ops'].map((first) => queries.invalidateQueries({ queryKey: [first] }))),
  });
}

interface RebuiltPage {
  items: { notice: string; number: string; state: 'rebuilt' | 'failed'; why: string | null }[];
  nextCursor: string | null;
}

async function rebuildAll(made: ActCall): Promise<{ done: number; refusals: Refusal[] }> {
  const refusals: Refusal[] = [];
  let done = 0;
  let cursor: string | null = null;
  do {
    const body = cursor === null ? made.body : { ...made.body, cursor };
    const page: RebuiltPage = await call('POST', made.path, { body });
    for (const { notice, number, why } of page.items) {
      if (why === null) done += 1;
      else refusals.push({ made: { ...made, notice, number }, error: why });
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  return { done, refusals };
}

function doneText(
  t: ReturnType<typeof useWords>,
  name: RequestedAct,
  { choice, made }: { choice: ActChoice; made: number },
): string {
  const isOfAll = choice.everywhere || choice.items.every(({ notice }) => notice === null);
  if (isOfAll && (name === 'pause' || name === 'confirm' || name === 'resume')) return t(`ops:done.${name}All`);
  return t(`ops:done.${name}`, { count: made });
}
