import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';

type PasskeyWhy = 'none' | 'cancelled' | 'elsewhere' | 'known' | 'unsupported';

export class PasskeyError extends Error {
  readonly why: PasskeyWhy;

  constructor(why: PasskeyWhy) {
    super(why);
    this.why = why;
  }
}

const COMMAND = /^\/v1\/notices\/([^/]+)\/(approve|ratify)$/;
const CONFIRM = /^\/v1\/changes\/([^/]+)\/confirm$/;
const REVISION = /^\/v1\/rulebook\/revisions\/(\d+)\/approve$/;

type Body = Record<string, unknown>;

/**
 * Returns the act that the passkey signs: a command with its submission and digest, a change, a revision, or the whole
 * request.
 */
export function toPasskeyAct(method: string, path: string, body: Body): Body {
  const [, notice, command] = COMMAND.exec(path) ?? [];
  if (command !== undefined) {
    const { submission, digest, refuse } = body;
    return { command, notice, submission, digest, ...(refuse === true ? { refuse } : {}) };
  }
  const [, change] = CONFIRM.exec(path) ?? [];
  if (change !== undefined) return { change };
  const [, revision] = REVISION.exec(path) ?? [];
  if (revision !== undefined) return { revision: Number(revision), digest: body['digest'] };
  return { write: `${method} ${path}`, body };
}

/** Asks for the person's passkey. Throws `PasskeyError`. */
export async function askPasskey(options: PublicKeyCredentialRequestOptionsJSON) {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  try {
    const { id, rawId, response } = await startAuthentication({ optionsJSON: options });
    const { clientDataJSON, authenticatorData, signature } = response;
    return { id, rawId, type: 'public-key', response: { clientDataJSON, authenticatorData, signature } };
  } catch (error) {
    throw new PasskeyError(classifyError(error));
  }
}

/** Registers a passkey on the person's device. Throws `PasskeyError`. */
export async function makePasskey(options: PublicKeyCredentialCreationOptionsJSON) {
  const { startRegistration } = await import('@simplewebauthn/browser');
  try {
    const { id, rawId, response } = await startRegistration({ optionsJSON: options });
    const { clientDataJSON, attestationObject, transports = [] } = response;
    return { id, rawId, type: 'public-key', response: { clientDataJSON, attestationObject, transports } };
  } catch (error) {
    throw new PasskeyError(classifyError(error));
  }
}

function classifyError(error: unknown): PasskeyWhy {
  const name = error instanceof Error ? error.name : '';
  if (name === 'SecurityError') return 'elsewhere';
  if (name === 'InvalidStateError') return 'known';
  return name === 'NotAllowedError' || name === 'AbortError' ? 'cancelled' : 'unsupported';
}
