import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

export type Address = Readonly<Record<string, string>>;

/** Reads the address and updates parts of it; an empty value removes the parameter. */
export function useAddress(): [Address, (part: Record<string, string | undefined>) => void] {
  const navigate = useNavigate();
  const address = useSearch({ strict: false }) as unknown as Address;
  const change = useCallback(
    (part: Record<string, string | undefined>) => {
      void navigate({ to: '.', search: (before: object) => withoutEmpty({ ...before, ...part }), replace: true });
    },
    [navigate],
  );
  return [address, change];
}

function withoutEmpty(search: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(search).filter((part): part is [string, string] => typeof part[1] === 'string' && part[1] !== ''),
  );
}
