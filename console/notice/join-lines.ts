import type { DocumentText } from '../http/types.js';

// Joins the lines of a document, with an empty line where the reader left one out and between pages.
export function joinLines(lines: DocumentText['lines']): string {
  return lines
    .map(({ page, line, text }, at) => {
      const before = lines[at - 1];
      const isNext = before === undefined || (before.page === page && line <= before.line + 1);
      return `${isNext ? '' : '\n'}${text}`;
    })
    .join('\n');
}
