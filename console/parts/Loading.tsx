import type { ReactNode } from 'react';
import { Failure } from './Failure.js';
import { Skeleton } from './Skeleton.js';

interface LoadingProps {
  query: { error: unknown; refetch: () => unknown };
  failed: string;
  rows: number;
  className?: string;
}

/** Stands for data that are not here: rows to come, or why they failed. */
export function Loading({ query: { error, refetch }, failed, ...rows }: LoadingProps) {
  if (error === null) return <Skeleton {...rows} />;
  return (
    <div className="pad">
      <Failure title={failed} error={error} onRetry={() => void refetch()} />
    </div>
  );
}

/** What a list or a tab says when it has nothing, and the way on from there. */
export function Empty({ children }: { children: ReactNode }) {
  return (
    <div className="pad">
      <div className="none">{children}</div>
    </div>
  );
}
