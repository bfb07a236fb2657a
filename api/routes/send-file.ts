import type { FastifyReply } from 'fastify';
import { toAttachment } from '../../application/audit/bundle/file-name.js';

/** Reads the SHA-256 in the address of a document, with or without its prefix; null if it is none. */
export function readDigest(digest: string): string | null {
  return /^(?:sha256:)?([0-9a-f]{64})$/.exec(digest)?.[1] ?? null;
}

/** Sends a file from outside. It is hostile: always a download, never a page, and never cached. */
export function sendFile(
  reply: FastifyReply,
  { mediaType, name, bytes }: { mediaType: string; name: string; bytes: Buffer },
): FastifyReply {
  return reply
    .header('content-type', mediaType)
    .header('content-disposition', toAttachment(name))
    .header('content-security-policy', "sandbox; default-src 'none'")
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'private, no-store')
    .send(bytes);
}
