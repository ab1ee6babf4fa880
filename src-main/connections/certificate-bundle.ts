import { bufferOf } from '../../broker/bytes/buffer-of.ts'
import { derChild, derChildren, derTags, objectIdentifier, readDer } from '../../broker/security/tls/der.ts'

/*
 * PKCS#7 (RFC 2315) as it carries certificates and nothing else, in `.p7b` and `.p7c` files of Windows and of certificate authorities:
 *
 *   ContentInfo { signedData, [0] { version, hashes, contents (empty), [0] certificates, ..., signers (none) } }
 */

const signedData = '1.2.840.113549.1.7.2'
const armoured = /-----BEGIN (PKCS7|CMS)-----([^-]*)-----END \1-----/

/** The certificates of a bundle in DER, whether it is text or not; null for whatever else a file may be. */
export function certificatesOfBundle(file: Uint8Array): Uint8Array[] | null {
  const bytes = bufferOf(file)
  const [, , body] = bytes[0] === derTags.sequence ? [] : (armoured.exec(bytes.toString('latin1')) ?? [])
  try {
    const info = readDer(body === undefined ? bytes : Buffer.from(body, 'base64'))
    const [kind, contents] = derChildren(info)
    if (kind?.tag !== derTags.objectIdentifier || objectIdentifier(kind) !== signedData) return null
    if (contents === undefined) return null
    const parts = derChildren(derChild(contents, 0, derTags.sequence))
    const certificates = parts.find(({ tag }) => tag === derTags.context0)
    return certificates === undefined ? [] : derChildren(certificates).map((each) => each.bytes)
  } catch {
    return null
  }
}
