import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Authority, Issued } from './openssl.js';

/** `wrong_nonce` and `wrong_imprint` answer an earlier or another request; `error_page` is a page of a proxy. */
export type Behaviour =
  | 'answers'
  | 'error_page'
  | 'refuses'
  | 'wrong_nonce'
  | 'wrong_imprint'
  | 'not_asn1'
  | 'hangs_up';

/** A timestamp service (RFC 3161) on loopback, whose tokens OpenSSL makes. */
export async function startTimestampService(authority: Authority, signer: Issued) {
  const { place, run, write } = authority;
  const config = write(
    'tsa.cnf',
    `[tsa]\ndefault_tsa=own\n[own]\nserial=${place('tsa.serial')}\ndefault_policy=1.2.3.4\ndigests=sha256\nsigner_digest=sha256\naccuracy=secs:1\ness_cert_id_chain=no\n`,
  );
  let behaviour: Behaviour = 'answers';
  let requests = 0;
  const stamp = (request: Buffer): Buffer => {
    const query = write('query.tsq', request);
    const by = ['ts', '-reply', '-config', config, '-queryfile', query, '-signer', signer.certificate];
    run(...by, '-inkey', signer.key, '-chain', authority.root, '-out', place('reply.tsr'));
    return readFileSync(place('reply.tsr'));
  };
  const changed = (request: Buffer, from: number): Buffer => {
    const other = Buffer.from(request);
    other[from] = (other[from] ?? 0) ^ 1;
    return other;
  };
  const answer = (request: Buffer): Buffer => {
    if (behaviour === 'wrong_nonce') return stamp(changed(request, request.length - 4));
    if (behaviour === 'wrong_imprint') return stamp(changed(request, 30));
    // `rejection` of RFC 3161, 2.4.2.
    if (behaviour === 'refuses') return Buffer.from('30053003020102', 'hex');
    return behaviour === 'not_asn1' ? Buffer.from('no ASN.1') : stamp(request);
  };
  const server = createServer((request, reply) => {
    requests += 1;
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (behaviour === 'hangs_up') return request.socket.destroy();
      if (behaviour === 'error_page') return reply.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad</h1>');
      return reply.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(answer(Buffer.concat(parts)));
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  writeFileSync(place('tsa.serial'), '01\n');
  return {
    url: `http://127.0.0.1:${port}/`,
    behave: (how: Behaviour) => {
      behaviour = how;
    },
    countRequests: () => requests,
    stop: () => new Promise((resolve) => void server.close(resolve)),
  };
}
