import { readFileSync } from 'node:fs';
import { Server } from 'node:net';
import { obeySupervisor } from '../children/node-child.js';
import { gateRequest } from './gate-request.js';
import { createReadOnlyUi } from './read-only-ui.js';
import { createTlsFront } from './tls-front.js';

process.title = 'notice-desk-temporal-gate';
obeySupervisor(() => process.exit(0));

/** Sockets from the supervisor belong to the machine's network, sockets opened here to Temporal's. */
process.on('message', (message, listening) => {
  if (!(listening instanceof Server)) return;
  const request = gateRequest.parse(message);
  const front = request.front === 'ui' ? createReadOnlyUi(request) : buildTlsFront(request);
  listening.on('connection', (socket) => {
    socket.setNoDelay(true);
    front.emit('connection', socket);
  });
  process.send?.(request.front);
});
process.send?.('listens');

function buildTlsFront({ tls, target }: Extract<ReturnType<typeof gateRequest.parse>, { front: 'grpc' }>) {
  const read = (path: string) => readFileSync(path, 'utf8');
  return createTlsFront({ ca: read(tls.ca), cert: read(tls.cert), key: read(tls.key), target });
}
