import { MIMEType } from 'node:util';

export interface MediaType {
  essence: string;
  charset: string | undefined;
}

export const MEDIA_TYPE_CURE = 'Give a media type, e.g. application/pdf or text/plain; charset=utf-8.';

/** Parses a media type with its parameters, quoted ones included; undefined if malformed. */
export function readMediaType(text: string): MediaType | undefined {
  try {
    const { essence, params } = new MIMEType(text);
    return { essence, charset: params.get('charset')?.toLowerCase() };
  } catch {
    return undefined;
  }
}
