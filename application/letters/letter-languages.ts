import { z } from 'zod';
import type { PageQuery } from '../../contract/paging.js';
import { cursorKeys } from '../../contract/query.js';
import { letterLanguages } from '../../letters/render-letter.js';
import { answerKept, readCursor } from '../paging.js';

export async function pageLetterLanguages({ cursor, ...paging }: PageQuery) {
  const [after = ''] = readCursor(cursor, z.tuple([cursorKeys.text])) ?? [];
  const all = letterLanguages();
  const rest = all.filter(({ language }) => language > after);
  return answerKept(paging, { all, rest, view: (item) => item, key: ({ language }) => [language] });
}
