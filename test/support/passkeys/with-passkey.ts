import type { ApiHarness } from '../api-harness.js';
import { signIn, type SignedIn } from './signed-in.js';
import { createAuthenticator, type Authenticator } from './software-authenticator.js';

export const AT = { rpId: 'desk.test', origin: 'http://desk.test' };
export const OWN = '/v1/me/passkeys';

export async function register(who: SignedIn, authenticator: Authenticator, name = 'Laptop') {
  const options = await who.send('POST', `${OWN}/options`, {});
  if (options.statusCode !== 200) throw new Error(options.body);
  return who.send('POST', OWN, { name, response: authenticator.register(options.json()) });
}

export async function signInWithPasskey(
  api: ApiHarness,
  person: string,
): Promise<{ who: SignedIn; key: Authenticator }> {
  const [who, key] = [await signIn(api, person), createAuthenticator(AT)];
  const added = await register(who, key);
  if (added.statusCode !== 201) throw new Error(added.body);
  return { who, key };
}

export async function challenge(who: SignedIn, act: object) {
  const answer = await who.send('POST', `${OWN}/challenge`, { act });
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return answer.json();
}
