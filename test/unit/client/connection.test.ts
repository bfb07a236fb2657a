import { expect, test } from '@jest/globals';
import { connectionOptions } from '../../../client/connection/connection.js';

const SERVER = { address: 'temporal.internal:7233', namespace: 'desk' };

test('sends a Temporal API key over TLS only, with the system CAs unless another is given', () => {
  expect(connectionOptions({ ...SERVER, apiKey: 'key' })).toEqual({
    address: SERVER.address,
    grpcCompression: { codec: 'none' },
    tls: {},
    apiKey: 'key',
  });
  expect(connectionOptions({ ...SERVER, apiKey: 'key', tlsCa: 'pem' })).toMatchObject({
    tls: { serverRootCACertificate: Buffer.from('pem') },
    apiKey: 'key',
  });
});

test('checks the server by another name where one is given', () => {
  expect(connectionOptions({ ...SERVER, tlsServerName: 'real.example', tlsCa: 'pem' }).tls).toEqual({
    serverNameOverride: 'real.example',
    serverRootCACertificate: Buffer.from('pem'),
  });
});
