import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RepairBody } from '../../contract/repair.js';
import { call } from '../http/call.js';
import type { Commanded } from '../http/commands.js';

interface Repaired {
  action: RepairBody['action'];
  submission: number;
  targets: number;
}

/** Retries targets that failed or differ, or skips failed ones. */
export function useRepair(notice: string, onDone: (repaired: Repaired) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: RepairBody) => call<Commanded<Repaired>>('POST', `/v1/ops/notices/${notice}/repair`, { body }),
    onSuccess: ({ result }) => {
      if (result !== undefined) onDone(result);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['notice', notice] }),
  });
}

export function usePause(notice: string, act: 'pause' | 'resume', onDone: (changed: boolean) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) =>
      call<{ changed: boolean }>('POST', `/v1/ops/enforcement/${act}`, { body: { notice, reason } }),
    onSuccess: ({ changed }) => onDone(changed),
    onSettled: () => queries.invalidateQueries({ queryKey: ['notice', notice] }),
  });
}

/** Confirms a pause of more than one hour that another person requested. */
export function useConfirmPause(notice: string, onDone: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call('POST', '/v1/ops/enforcement/confirm', { body: { notice } }),
    onSuccess: onDone,
    onSettled: () => queries.invalidateQueries({ queryKey: ['notice', notice] }),
  });
}
