import type { ReactNode } from 'react';

/** A line of `key-values`, left out without a value. */
export function Fact({ name, className, children }: { name: string; className?: string; children: ReactNode }) {
  if (children === null || children === undefined) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd className={className} dir="auto">
        {children}
      </dd>
    </>
  );
}
