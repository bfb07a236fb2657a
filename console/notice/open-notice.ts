import { createContext, useContext } from 'react';
import type { Notice } from '../http/types.js';

export const OpenNotice = createContext<Notice | null>(null);

/** The notice whose tab this is. Another notice mounts its tab again. */
export function useOpenNotice(): Notice {
  const notice = useContext(OpenNotice);
  if (notice === null) throw new Error('a tab stands outside its notice');
  return notice;
}
