import { constants, createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { messageOf } from '../../core/text/messageOf.ts';

/** A key of a kind that is supported. */
export interface Key {
  readonly kind: 'ed25519' | 'p256' | 'rsa';
  readonly object: KeyObject;
}

export type KeyResult =
  | { readonly ok: true; readonly key: Key }
  | {
      readonly ok: false;
      /** What is wrong with the key, with the next step; nothing of the key is in it. */
      readonly why: string;
    };

const smallestRsaBits = 2048;
const supported = `Ed25519, ECDSA on P-256 and RSA of at least ${smallestRsaBits} bits`;

/** Reads a private key in PEM: PKCS #8, PKCS #1 or SEC 1, encrypted or not. */
export function readPrivateKey(pem: string, passphrase?: string): KeyResult {
  if (pem.includes('BEGIN OPENSSH PRIVATE KEY')) {
    const next = 'Make one in PEM: openssl genpkey -algorithm ed25519 -out key.pem';
    return refused(`The private key is in OpenSSH's own format, which is not read. ${next}`);
  }
  if (!pem.includes('PRIVATE KEY-----')) {
    const isPublic = /-----BEGIN ([A-Z]+ )?(PUBLIC KEY|CERTIFICATE)-----/.test(pem);
    return refused(
      isPublic
        ? 'The key is a public key; to sign takes the private one.'
        : 'There is no private key in PEM: expected a text that begins with -----BEGIN PRIVATE KEY-----.',
    );
  }
  const isEncrypted = /BEGIN ENCRYPTED PRIVATE KEY|^Proc-Type: 4,ENCRYPTED/m.test(pem);
  if (isEncrypted && passphrase === undefined) return refused('The private key is encrypted: give its passphrase.');
  try {
    return ofSupportedKind(createPrivateKey({ key: pem, format: 'pem', ...(isEncrypted && { passphrase }) }));
  } catch (error) {
    if (isEncrypted)
      return refused('The private key could not be decrypted: the passphrase is wrong, or it is damaged.');
    return refused(`The private key could not be read: ${messageOf(error)}.`);
  }
}

/** Reads a public key in PEM, or the one in a certificate (whose issuer and dates are not looked at). */
export function readPublicKey(pem: string): KeyResult {
  if (pem.includes('PRIVATE KEY-----')) {
    const next = 'Keep it to yourself and name the public one: openssl pkey -in key.pem -pubout';
    return refused(`The key is a private key; to verify takes the public one. ${next}`);
  }
  if (!/-----BEGIN ([A-Z]+ )?(PUBLIC KEY|CERTIFICATE)-----/.test(pem)) {
    return refused('There is no public key in PEM: expected a text that begins with -----BEGIN PUBLIC KEY-----.');
  }
  try {
    return ofSupportedKind(createPublicKey({ key: pem, format: 'pem' }));
  } catch (error) {
    return refused(`The public key could not be read: ${messageOf(error)}.`);
  }
}

/** SHA-256 of the public key (DER, SubjectPublicKeyInfo), in lower-case hexadecimal. */
export function keyIdOf({ object }: Key): string {
  const publicKey = object.type === 'private' ? createPublicKey(object) : object;
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

/** Signs: Ed25519 (RFC 8032); ECDSA with SHA-256 in DER; RSASSA-PSS with SHA-256 and a salt of 32 bytes. */
export function signBytes({ kind, object: key }: Key, bytes: Uint8Array): Buffer {
  switch (kind) {
    case 'ed25519':
      return sign(null, bytes, key);
    case 'p256':
      return sign('sha256', bytes, { key, dsaEncoding: 'der' });
    case 'rsa':
      return sign('sha256', bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
  }
}

/** Whether the key signed the bytes. Takes what other tools write too: ECDSA as r and s side by side, RSA with PKCS #1 v1.5 padding. */
export function verifyBytes({ kind, object: key }: Key, bytes: Uint8Array, signature: Uint8Array): boolean {
  switch (kind) {
    case 'ed25519':
      return verify(null, bytes, key, signature);
    case 'p256':
      return (['der', 'ieee-p1363'] as const).some(dsaEncoding =>
        verify('sha256', bytes, { key, dsaEncoding }, signature),
      );
    case 'rsa': {
      const pss = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };
      const older = { key, padding: constants.RSA_PKCS1_PADDING };
      return [pss, older].some(scheme => verify('sha256', bytes, scheme, signature));
    }
  }
}

function ofSupportedKind(object: KeyObject): KeyResult {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = object;
  if (type === 'ed25519') return { ok: true, key: { kind: 'ed25519', object } };
  if (type === 'ec') {
    const curve = details?.namedCurve ?? 'an unnamed curve';
    if (curve === 'prime256v1') return { ok: true, key: { kind: 'p256', object } };
    return refused(`The key is an ECDSA key on ${curve}; supported are ${supported}.`);
  }
  if (type === 'rsa') {
    const bits = details?.modulusLength ?? 0;
    if (bits >= smallestRsaBits) return { ok: true, key: { kind: 'rsa', object } };
    return refused(`The RSA key has ${bits} bits, too few to be safe; supported are ${supported}.`);
  }
  return refused(`The key is of type ${type ?? 'unknown'}; supported are ${supported}.`);
}

function refused(why: string): KeyResult {
  return { ok: false, why };
}
