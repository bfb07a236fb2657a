import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { FIRST_STEPS, type FirstStep } from '../../domain/people/first-steps.js';
import type { Role } from '../../domain/people/permission.js';
import { read } from '../http/call.js';
import { sessionStore } from '../http/session.js';
import type { StepsOnRecord } from '../http/types.js';
import { useStore } from '../state/store.js';
import { keep, recall } from '../state/tab-memory.js';

const NAME = 'first-steps';

interface Kept {
  ticked: readonly string[];
  isHidden: boolean;
}

function readKept(): Kept {
  const kept = recall(NAME, localStorage);
  const { ticked, isHidden } = (typeof kept === 'object' && kept !== null ? kept : {}) as Partial<Kept>;
  return { ticked: Array.isArray(ticked) ? ticked : [], isHidden: isHidden === true };
}

export interface RoleSteps {
  role: Role;
  steps: readonly { step: FirstStep; isDone: boolean; isRecorded: boolean }[];
}

/** The first steps of each role: done as the log records them, or as the person has ticked them in this browser. */
export function useFirstSteps() {
  const { session } = useStore(sessionStore);
  const [kept, setKept] = useState(readKept);
  const query = useQuery({
    queryKey: ['live', 'first-steps'],
    queryFn: ({ signal }) => read<StepsOnRecord>('/v1/me/first-steps', { signal, background: true }),
    staleTime: 30_000,
  });
  const change = (part: Partial<Kept>) => {
    const next = { ...kept, ...part };
    keep(NAME, next, localStorage);
    setKept(next);
  };
  const { ticked, isHidden } = kept;
  return {
    error: query.error,
    isRead: query.data !== undefined,
    isHidden,
    hide: () => change({ isHidden: true }),
    tick: (step: FirstStep, isOn: boolean) =>
      change({ ticked: isOn ? [...ticked, step] : ticked.filter((one) => one !== step) }),
    roles: listRoleSteps(session?.roles ?? [], new Set(query.data?.done ?? []), ticked),
  };
}

export type StepList = ReturnType<typeof useFirstSteps>;

export function listRoleSteps(
  roles: readonly Role[],
  recorded: ReadonlySet<string>,
  ticked: readonly string[],
): RoleSteps[] {
  return roles.map((role) => ({
    role,
    steps: FIRST_STEPS[role].map((step) => {
      const isRecorded = recorded.has(step);
      return { step, isRecorded, isDone: isRecorded || ticked.includes(step) };
    }),
  }));
}
