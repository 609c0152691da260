import { keyIdOf, readPrivateKey, readPublicKey, signBytes, verifyBytes, type Key } from './keys.ts';
import { parseJson } from '../../core/json/parse.ts';
import { findJsonError } from '../../core/json/validate.ts';
import { isArray, isObject, type JsonValue } from '../../core/json/value.ts';
import { parseStatement, type DatasetStatement } from '../../core/provenance/integrity/statement.ts';

/** A signed statement as it is written: DSSE v1, binary parts in base64. */
export interface Envelope {
  readonly payload: string;
  readonly payloadType: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

export interface PrivateKey {
  readonly pem: string;
  /** Of an encrypted key. */
  readonly passphrase?: string;
  /** Names the key in the envelope; a hint for people. SHA-256 of the public key otherwise. */
  readonly keyId?: string;
}

interface Refusal {
  readonly ok: false;
  /** One sentence for people. */
  readonly why: string;
}

const payloadType = 'application/vnd.in-toto+json';

/** The bytes that are signed: DSSE v1's pre-authentication encoding. */
export function preAuthenticationEncoding(type: string, body: Uint8Array): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(type)} ${type} ${body.length} `;
  return Buffer.concat([Buffer.from(head), body]);
}

/** Signs a statement's JSON text with the user's key (see `signBytes`). */
export function sign(statement: string, privateKey: PrivateKey): { readonly ok: true; envelope: Envelope } | Refusal {
  const read = readPrivateKey(privateKey.pem, privateKey.passphrase);
  if (!read.ok) return read;
  const body = Buffer.from(statement);
  const sig = signBytes(read.key, preAuthenticationEncoding(payloadType, body)).toString('base64');
  const keyid = privateKey.keyId ?? keyIdOf(read.key);
  return { ok: true, envelope: { payload: body.toString('base64'), payloadType, signatures: [{ keyid, sig }] } };
}

export type Verified = { readonly ok: true; readonly statement: DatasetStatement; readonly keyId: string } | Refusal;

/** Reads the JSON text of an envelope and what it attests, if the owner of the public key signed it. `keyId` is the key's own, see `keyIdOf`. */
export function verify(envelope: string, publicKeyPem: string): Verified {
  const publicKey = readPublicKey(publicKeyPem);
  if (!publicKey.ok) return publicKey;
  const opened = openEnvelope(envelope);
  if (!opened.ok) return opened;
  const { key } = publicKey;
  const encoded = preAuthenticationEncoding(opened.payloadType, opened.payload);
  if (!opened.signatures.some(({ sig }) => verifyBytes(key, encoded, sig))) return notSignedBy(key, opened.signatures);
  if (opened.payloadType !== payloadType) {
    const got = JSON.stringify(opened.payloadType.slice(0, 80));
    return refused(`The envelope's payload type is ${got}; expected "${payloadType}".`);
  }
  const text = decodeUtf8(opened.payload);
  if (text === undefined) return refused('The signature is valid, but the payload is not UTF-8.');
  const parsed = parseStatement(text);
  if (!parsed.ok) return refused(`The signature is valid, but the statement cannot be used. ${parsed.why}`);
  return { ok: true, statement: parsed.statement, keyId: keyIdOf(key) };
}

interface Signature {
  readonly keyid: string | undefined;
  readonly sig: Buffer;
}

interface OpenedEnvelope {
  readonly ok: true;
  readonly payload: Buffer;
  readonly payloadType: string;
  readonly signatures: readonly Signature[];
}

function openEnvelope(text: string): OpenedEnvelope | Refusal {
  const error = findJsonError(text);
  if (error) return refused(`The envelope is not JSON: ${error.reason}`);
  const root = parseJson(text);
  if (!isObject(root)) return refused('The envelope is no JSON object.');
  const { payload, payloadType: type, signatures } = root;
  const body = decodeBase64(payload);
  if (!body) return refused('"payload" of the envelope is not base64.');
  if (typeof type !== 'string') return refused('"payloadType" of the envelope is missing.');
  if (!isArray(signatures) || signatures.length === 0) return refused('The envelope has no signatures.');
  const opened = signatures.map(openSignature);
  const wrong = opened.indexOf(undefined);
  if (wrong >= 0) return refused(`"signatures[${wrong}].sig" of the envelope is not base64.`);
  return { ok: true, payload: body, payloadType: type, signatures: opened.filter(each => each !== undefined) };
}

function openSignature(signature: JsonValue): Signature | undefined {
  if (!isObject(signature)) return undefined;
  const sig = decodeBase64(signature['sig']);
  const { keyid } = signature;
  return sig && sig.length > 0 ? { sig, keyid: typeof keyid === 'string' ? keyid : undefined } : undefined;
}

/** Standard or URL-safe, as the specification asks of verifiers. `Buffer.from` alone passes over what is neither. */
function decodeBase64(value: JsonValue | undefined): Buffer | undefined {
  if (typeof value !== 'string' || !/^[\w+/-]*={0,2}$/.test(value)) return undefined;
  const isCut = value.endsWith('=') ? value.length % 4 !== 0 : value.length % 4 === 1;
  return isCut ? undefined : Buffer.from(value, 'base64');
}

function notSignedBy(key: Key, signatures: readonly Signature[]): Refusal {
  const given = keyIdOf(key);
  const named = signatures.flatMap(({ keyid }) => (keyid === undefined || keyid === '' ? [] : [keyid.slice(0, 80)]));
  if (named.length === 0 || named.includes(given)) {
    return refused(
      'The signature does not fit: the statement was changed after it was signed, or another key signed it.',
    );
  }
  return refused(
    `No signature is by this key (${given}): the envelope names ${named.join(', ')}. Name that key, or the statement was changed after it was signed.`,
  );
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function refused(why: string): Refusal {
  return { ok: false, why };
}
