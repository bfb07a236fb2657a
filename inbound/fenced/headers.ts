const CR = 13;
const LF = 10;

/** Headers allowed once; programs disagree on which of two they read. */
const SINGLE = [
  'subject',
  'date',
  'to',
  'message-id',
  'in-reply-to',
  'references',
  'reply-to',
  'sender',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
];

export function listHeaderNames(raw: Buffer): string[] {
  return headerLines(raw).flatMap((line) => /^([\x21-\x39\x3b-\x7e]+)[ \t]*:/.exec(line)?.[1]?.toLowerCase() ?? []);
}

export function readFirstHeader(raw: Buffer, name: string): string {
  const line = headerLines(raw).find((one) => one.toLowerCase().startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim() ?? '';
}

export function readAllHeaders(raw: Buffer, name: string): string[] {
  const start = new RegExp(`^${name}[ \\t]*:`, 'i');
  return headerLines(raw).flatMap((line) => (start.test(line) ? [line.slice(line.indexOf(':') + 1).trim()] : []));
}

export function repeatedIn(names: readonly string[]): string[] {
  return SINGLE.filter((name) => names.filter((other) => other === name).length > 1);
}

function headerLines(raw: Buffer): string[] {
  const block = raw.subarray(0, endOfHeaders(raw)).toString('latin1');
  return block.replaceAll(/(?:\r\n|\r|\n)[ \t]+/g, ' ').split(/\r\n|\r|\n/);
}

export function endOfHeaders(raw: Buffer): number {
  for (let at = 0; at < raw.length; at += 1) {
    if (raw[at] !== LF) continue;
    const next = raw[at + 1] === CR ? at + 2 : at + 1;
    if (raw[next] === LF) return at + 1;
  }
  return raw.length;
}
