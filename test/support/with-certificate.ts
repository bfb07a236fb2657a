import { readClientTls, toConnectionTls } from '../../desk/temporal/server-tls.js';
import type { DeskFile } from './running-desk.js';

/** Options of a connection to a desk's Temporal, with the certificate that its server or gate asks for. */
export function withCertificate({ address, tls }: DeskFile['temporal']) {
  return { address, ...toConnectionTls(tls && readClientTls(tls)) };
}
