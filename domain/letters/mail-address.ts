const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

export function isDomainName(text: string): boolean {
  return text.length <= 253 && DOMAIN.test(text);
}

/**
 * Whether the text is one plain mail address and nothing else. Deliberately narrower than RFC 5321: on display names,
 * quoted local parts, comments, literals and lists, parsers disagree about who gets the mail.
 */
export function isPlainAddress(text: string): boolean {
  if (text.length > 254) return false;
  const at = text.lastIndexOf('@');
  return at > 0 && at <= 64 && LOCAL.test(text.slice(0, at)) && DOMAIN.test(text.slice(at + 1));
}

/** Parses `Name <address>` or an address alone. */
export function readSender(from: string): { name: string; address: string } {
  const match = /^(?:(?<name>[^<>\r\n]*?)\s*<)?(?<address>[^\s<>@]+@[^\s<>@]+?)>?$/.exec(from);
  const { name = '', address = '' } = match?.groups ?? {};
  if (!isPlainAddress(address)) throw new Error(`MAIL_FROM: expected an email address, got ${JSON.stringify(from)}.`);
  return { name, address };
}

export function senderName({ name, address }: { name: string; address: string }): string {
  return name === '' ? address : name;
}
