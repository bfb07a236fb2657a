import { canonicalJson } from './canonical-json.js';
import { toDigestContent, type SubmissionContent } from './submission.js';

/**
 * The content as canonical JSON (RFC 8785), equal to the general way to make it: a line has few keys and always the same
 * ones, so writing them in their order takes a tenth of the time, and an order has a hundred thousand of them.
 */
export function canonicalSubmission(content: SubmissionContent): string {
  const { noticeId, submission, purpose, cause, letter, lines } = toDigestContent(content);
  const text = lines.map(({ countries, grounds, lane, locator, no, note, type }) =>
    JSON.stringify({ countries, grounds, lane, locator, no, note, type }),
  );
  const head = `{"cause":${JSON.stringify(cause)},"letter":${canonicalJson(letter)},"lines":[${text.join(',')}]`;
  return `${head},"noticeId":${JSON.stringify(noticeId)},"purpose":"${purpose}","submission":${submission}}`;
}
