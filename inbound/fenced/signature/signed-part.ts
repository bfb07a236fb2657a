import { endOfHeaders } from '../headers.js';

/** The two parts of a fully signed message (RFC 8551, 3.5.3). */
export interface SignedPart {
  /** The exact signed bytes: headers and body of the first part, with CRLF line ends. */
  content: Buffer;
  signature: Buffer;
}

/** Splits a `multipart/signed` message; null unless it has exactly two parts between closed boundaries. */
export function cutSigned(raw: Buffer, boundary: string): SignedPart | null {
  const text = withMailLineEnds(raw.subarray(endOfHeaders(raw)).toString('latin1'));
  const mark = `--${boundary}`;
  const lines = [...text.matchAll(/[^\n]*(?:\n|$)/g)].filter(
    ([line]) => line.trimEnd() === mark || line.trimEnd() === `${mark}--`,
  );
  const [first, second, end] = lines;
  if (lines.length !== 3 || first === undefined || second === undefined || end === undefined) return null;
  if (second[0].trimEnd() !== mark || end[0].trimEnd() !== `${mark}--`) return null;
  const between = (from: RegExpMatchArray, to: RegExpMatchArray) =>
    // The line break before a boundary belongs to the boundary.
    Buffer.from(text.slice((from.index ?? 0) + from[0].length, (to.index ?? 0) - 2), 'latin1');
  return { content: between(first, second), signature: between(second, end) };
}

function withMailLineEnds(text: string): string {
  return text.replaceAll(/\r?\n/g, '\r\n');
}
