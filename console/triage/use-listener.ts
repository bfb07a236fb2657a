import { useEffect, useRef, type RefObject } from 'react';

/** Listens on an element that is no control itself, for what happens in it. */
export function useListener<Name extends keyof HTMLElementEventMap>(
  element: RefObject<HTMLElement | null>,
  names: readonly Name[],
  listen: (event: HTMLElementEventMap[Name]) => void,
): void {
  const present = useRef(listen);
  useEffect(() => {
    present.current = listen;
  });
  useEffect(() => {
    const target = element.current;
    const call = (event: HTMLElementEventMap[Name]) => present.current(event);
    for (const name of names) target?.addEventListener(name, call);
    return () => {
      for (const name of names) target?.removeEventListener(name, call);
    };
  }, [element, names]);
}
