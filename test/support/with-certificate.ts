import { readClientTls, toConnectionTls } from '../../desk/temporal/server-tls.js';
import type { DeskFile } from './running-desk.js';

export function withCertificate({ address, tls }: DeskFile['temporal']) {
  return { address, ...toConnectionTls(tls && readClientTls(tls)) };
}
