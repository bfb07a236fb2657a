import { MIMEType } from 'node:util';

/** A media type taken apart: `text/csv; header=present; charset=utf-8` is `text/csv` with two parameters. */
export interface MediaType {
  /** Type and subtype in small letters. */
  essence: string;
  charset: string | undefined;
}

/** Reads a media type with its parameters, quoted ones too; undefined for anything that is none. */
export function readMediaType(text: string): MediaType | undefined {
  try {
    const { essence, params } = new MIMEType(text);
    return { essence, charset: params.get('charset')?.toLowerCase() };
  } catch {
    return undefined;
  }
}
