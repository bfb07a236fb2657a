import type { ComponentProps } from 'react';
import { Ask } from '../../parts/Ask.js';
import { Failure } from '../../parts/Failure.js';
import { useChange } from './use-change.js';

interface AskChangeProps extends Omit<ComponentProps<typeof Ask>, 'busy' | 'onGo'> {
  method?: 'POST' | 'DELETE';
  path: string;
  done: string;
  failed: string;
}

/** A change without a form, sent once it is confirmed in place. */
export function AskChange({ method = 'DELETE', path, done, failed, ...ask }: AskChangeProps) {
  const change = useChange({ method, path, done });
  return (
    <>
      <Ask {...ask} busy={change.isPending} onGo={() => change.mutate(undefined)} />
      {change.error === null ? null : <Failure title={failed} error={change.error} />}
    </>
  );
}
