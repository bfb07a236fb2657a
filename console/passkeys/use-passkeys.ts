import { useQuery } from '@tanstack/react-query';
import { call, read } from '../http/call.js';
import { makePasskey } from '../http/passkey.js';
import type { Page, OwnPasskey } from '../http/types.js';

export const PASSKEYS_PATH = '/v1/me/passkeys';
const KEY = ['passkeys'];
export const PASSKEY_KEYS = [KEY];

export function useOwnPasskeys() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => read<Page<OwnPasskey>>(`${PASSKEYS_PATH}?limit=200`, { signal }),
  });
}

export async function registerPasskey(named: object): Promise<OwnPasskey> {
  const options = await call<Parameters<typeof makePasskey>[0]>('POST', `${PASSKEYS_PATH}/options`, { body: {} });
  return call<OwnPasskey>('POST', PASSKEYS_PATH, { body: { ...named, response: await makePasskey(options) } });
}
