import type { JsonObject } from '../../ledger/json.js';
import type { PasskeyFault } from '../words-passkeys.js';
import { unreached, type Answer } from './api.js';

const faults: Readonly<Record<string, PasskeyFault>> = {
  NotAllowedError: 'refused',
  AbortError: 'refused',
  InvalidStateError: 'held',
  SecurityError: 'elsewhere',
};

/**
 * Whether this browser can make and show passkeys, with the JSON forms of WebAuthn Level 3 §5.1.8 and §5.1.9. Over http
 * none can, but at `localhost`.
 */
export const takesPasskeys =
  typeof PublicKeyCredential === 'function' && 'parseCreationOptionsFromJSON' in PublicKeyCredential;

/** A new passkey of this device, as the API takes it, or why there is none, in the words for that. */
export function makePasskey(
  options: PublicKeyCredentialCreationOptionsJSON,
  told: (fault: PasskeyFault) => string,
): Promise<Answer<JsonObject>> {
  return given(told, () =>
    navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  );
}

/** As makePasskey, for one that the device has, whosever it is. */
export function showPasskey(
  options: PublicKeyCredentialRequestOptionsJSON,
  told: (fault: PasskeyFault) => string,
): Promise<Answer<JsonObject>> {
  return given(told, () =>
    navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
  );
}

async function given(
  told: (fault: PasskeyFault) => string,
  ask: () => Promise<Credential | null>,
): Promise<Answer<JsonObject>> {
  const refusal = (fault: PasskeyFault): Answer<never> => ({
    fault: { ...unreached, status: fault === 'held' ? 409 : 422, title: told(fault) },
  });
  try {
    const credential = await ask();
    if (!(credential instanceof PublicKeyCredential)) return refusal('unable');
    return { fault: null, body: credential.toJSON() as unknown as JsonObject, next: null };
  } catch (error) {
    return refusal((error instanceof DOMException ? faults[error.name] : undefined) ?? 'unable');
  }
}
