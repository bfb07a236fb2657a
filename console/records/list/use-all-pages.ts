import { useEffect } from 'react';
import { LARGEST_PAGE, usePages, type ListFilters, type Pages } from './use-pages.js';

/** Loads all pages of a short list, so that the screen can filter it on the client. */
export function useAllPages<Row>(path: string, filters: ListFilters = {}, { isOn = true } = {}): Pages<Row> {
  const pages = usePages<Row>(path, filters, { isOn, size: LARGEST_PAGE });
  const { more, isReading } = pages;
  useEffect(() => {
    if (!isReading) more?.();
  }, [more, isReading]);
  return { ...pages, more: null };
}
