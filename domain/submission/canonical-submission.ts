import { canonicalJson } from '../canonical-json.js';
import { toDigestContent, type DigestLine, type SubmissionContent } from './submission.js';

/**
 * The content as canonical JSON (RFC 8785), equal to the general way to make it: a line has few keys and always the same
 * ones, so writing them in their order takes a tenth of the time, and an order has a hundred thousand of them.
 */
export function canonicalSubmission(content: SubmissionContent): string {
  const { lines, ...head } = toDigestContent(content);
  const { before, after } = canonicalAround(head);
  return `${before}${canonicalLines(lines)}${after}`;
}

/** Lines as they stand in the canonical text, their sets sorted and themselves in order; pages of them join by a comma. */
export function canonicalLines(lines: readonly DigestLine[]): string {
  return lines
    .map(({ countries, grounds, lane, locator, no, note, type }) =>
      JSON.stringify({ countries, grounds, lane, locator, no, note, type }),
    )
    .join(',');
}

/** What comes before and after the lines. */
export function canonicalAround(head: Omit<SubmissionContent, 'lines'>): { before: string; after: string } {
  const parts = Object.entries(head).map(([name, value]) => ({ name, text: `"${name}":${canonicalJson(value)}` }));
  parts.sort((one, other) => (one.name < other.name ? -1 : 1));
  const texts = (side: typeof parts) => side.map(({ text }) => text);
  const before = [...texts(parts.filter(({ name }) => name < 'lines')), '"lines":['].join(',');
  const after = [']', ...texts(parts.filter(({ name }) => name > 'lines'))].join(',');
  return { before: `{${before}`, after: `${after}}` };
}
