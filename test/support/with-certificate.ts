import { readClientTls, toConnectionTls } from '../../desk/temporal/server-tls.js';
import type { RunningDeskFile } from './running-desk.js';

export function withCertificate({ address, tls }: RunningDeskFile['temporal']) {
  return { address, ...toConnectionTls(tls && readClientTls(tls)) };
}
