import { uuidv7 } from 'uuidv7';
import { insertSession } from '../../../registry/people/sessions.js';
import type { ApiAnswer, ApiHarness } from '../api-harness.js';

export interface SignedIn {
  id: string;
  send(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object, key?: string): Promise<ApiAnswer>;
}

export async function signIn(api: ApiHarness, person: string): Promise<SignedIn> {
  const id = uuidv7();
  const token = await insertSession(api.db, { id, person, userAgent: 'test', idToken: undefined, at: new Date() });
  const cookie = `nd_session=${token}`;
  const csrf: string = (await api.get('/v1/session', null, { cookie })).json().csrf;
  return {
    id,
    send: (method, path, body, key) =>
      api.app.inject({
        method,
        url: path,
        headers: {
          cookie,
          'x-csrf-token': csrf,
          origin: 'http://desk.test',
          ...(key === undefined ? {} : { 'idempotency-key': key }),
        },
        ...(body === undefined ? {} : { payload: body }),
      }),
  };
}
