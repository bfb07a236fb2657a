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
