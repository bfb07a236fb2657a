import { useState } from 'react';
import { CommandDialog } from '../forms/CommandDialog.js';
import { useCommandForm } from '../forms/use-command-form.js';
import { call } from '../http/call.js';
import { Failure } from '../parts/Failure.js';
import { useWords } from '../words/use-words.js';
import { ActFields } from './ActFields.js';
import {
  asksNoReason,
  buildCalls,
  isGrave,
  REBUILD_ALL,
  type ActCall,
  type OpsActName,
  type ActChoice,
} from './acts.js';
import type { AlertItem, Rebuilt } from './types.js';

type RequestedAct = Exclude<OpsActName, 'assign'>;

interface Refusal {
  made: ActCall;
  error: unknown;
}

interface CauseActDialogProps {
  name: RequestedAct;
  items: readonly AlertItem[];
  onClose: () => void;
}

/** Asks for a reason, then runs the act for each notice and reports each rejection by notice. */
export function CauseActDialog({ name, items, onClose }: CauseActDialogProps) {
  const t = useWords();
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const start: ActChoice = {
    items: isGrave(name) && items.length > 1 ? [] : items,
    reason: '',
    target: null,
    everywhere: false,
  };
  const form = useCommandForm({
    ...(asksNoReason(name) ? {} : { texts: 'repair', missing: t('ops:form.reasonWanted') }),
    to: (choice) => carryOut(name, choice),
    refresh: [['live'], ['notice'], ['ops']],
    start,
    why: (choice) => (choice.items.length === 0 && !choice.everywhere ? t('ops:form.nothingChosen') : null),
    done: (carried, choice) =>
      carried.refusals.length === 0 ? doneText(t, name, { choice, made: carried.done }) : undefined,
    onDone: (carried) => {
      setRefusals(carried.refusals);
      if (carried.refusals.length === 0) onClose();
    },
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t(`ops:ask.${name}`)}
      body={t(`ops:follows.${name}`)}
      role={isGrave(name) ? 'alertdialog' : 'dialog'}
      go={t(`ops:go.${name}`)}
      busy={t('ops:working')}
      danger={name === 'force_close'}
      isQuick
      after={refusals.map(({ made, error }) => (
        <Failure
          key={made.path + (made.notice ?? '')}
          title={made.number === null ? t('ops:refusedAll') : t('ops:refused', { number: made.number })}
          error={error}
        />
      ))}
    >
      <ActFields name={name} items={items} form={form} />
    </CommandDialog>
  );
}

interface Carried {
  done: number;
  refusals: Refusal[];
}

async function carryOut(name: RequestedAct, choice: ActChoice): Promise<Carried> {
  const carried: Carried = { done: 0, refusals: [] };
  for (const made of buildCalls(name, choice)) {
    try {
      const rebuilt = made.path === REBUILD_ALL ? await rebuildAll(made) : null;
      if (rebuilt === null) await call('POST', made.path, { body: made.body });
      carried.done += rebuilt?.done ?? 1;
      carried.refusals.push(...(rebuilt?.refusals ?? []));
    } catch (error) {
      carried.refusals.push({ made, error });
    }
  }
  return carried;
}

async function rebuildAll(made: ActCall): Promise<Carried> {
  const refusals: Refusal[] = [];
  let done = 0;
  let cursor: string | null = null;
  do {
    const body = cursor === null ? made.body : { ...made.body, cursor };
    const page: Rebuilt = await call('POST', made.path, { body });
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
