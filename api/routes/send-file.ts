import type { FastifyReply } from 'fastify';
import { toAttachment } from '../../application/audit/bundle/file-name.js';

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
