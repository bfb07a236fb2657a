const MAX = 100;

/** Names that Windows takes for devices, whatever their extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Makes a hostile file name safe for any file system: one segment, plain letters, no leading dot, no device name. */
export function toSafeName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '_')
    .replaceAll(/\.{2,}/g, '.')
    .replace(/^[._-]+/, '')
    .replace(/[._-]+$/, '');
  const short = plain.length <= MAX ? plain : `${plain.slice(0, MAX - 12)}${plain.slice(-12)}`;
  if (short === '') return 'file';
  return DEVICE.test(short) ? `_${short}` : short;
}

/** Content-Disposition of a download (RFC 6266): a plain name for old clients, the real one percent-encoded. */
export function toAttachment(name: string): string {
  const shown = name.replaceAll(/[\p{Cc}\p{Cs}/\\\u202A-\u202E\u2066-\u2069]/gu, '_');
  const encoded = encodeURIComponent(shown).replaceAll(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${toSafeName(name)}"; filename*=UTF-8''${encoded}`;
}
