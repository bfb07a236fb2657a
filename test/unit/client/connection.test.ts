import { expect, test } from '@jest/globals';
import { connectionOptions } from '../../../client/connection/connection.js';

const SERVER = { address: 'temporal.internal:7233', namespace: 'desk' };

test('sends a Temporal API key over TLS only, with the system CAs unless another is given', () => {
  expect(connectionOptions({ ...SERVER, apiKey: 'key' })).toEqual({ address: SERVER.address, tls: {}, apiKey: 'key' });
  expect(connectionOptions({ ...SERVER, apiKey: 'key', tlsCa: 'pem' })).toMatchObject({
    tls: { serverRootCACertificate: Buffer.from('pem') },
    apiKey: 'key',
  });
});
