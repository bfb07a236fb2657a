import { expect, test } from '@jest/globals';
import { connectionOptions } from '../../../temporal/connection.js';

const SERVER = { address: 'temporal.internal:7233', namespace: 'desk' };

test('a key of the Temporal API goes over TLS alone, under the CAs of the system where no other is named', () => {
  expect(connectionOptions({ ...SERVER, apiKey: 'key' })).toEqual({ address: SERVER.address, tls: {}, apiKey: 'key' });
  expect(connectionOptions({ ...SERVER, apiKey: 'key', tlsCa: 'pem' })).toMatchObject({
    tls: { serverRootCACertificate: Buffer.from('pem') },
    apiKey: 'key',
  });
});
