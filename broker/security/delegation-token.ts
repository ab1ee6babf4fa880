import { createHmac } from 'node:crypto'

/** What a client with a delegation token knows of it: its HMAC, whose base64 is its password in SCRAM (KIP-48). */
export function tokenHmac(secretKey: string, tokenId: string): Buffer {
  return createHmac('sha512', secretKey).update(tokenId).digest()
}
