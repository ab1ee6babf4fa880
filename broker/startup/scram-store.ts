import type { Environment } from '../environment/environment.ts'
import { isExpired } from '../metadata/controller/delegation-tokens.ts'
import type { MetadataImage } from '../metadata/image/metadata-image.ts'
import { scramCredentialKey, scramMechanismNumber } from '../metadata/image/scram-mechanism.ts'
import { tokenHmac } from '../security/delegation-token.ts'
import type { ScramStore, TokenCredential } from '../security/sasl/scram.ts'
import { minScramIterations, saltPassword, scramKeys, type ScramMechanism } from '../security/sasl/scram-keys.ts'

/** The users of SCRAM and the delegation tokens, as the newest metadata has them. */
export function scramStore(
  image: () => MetadataImage | undefined,
  { environment, tokenSecretKey }: { readonly environment: Environment; readonly tokenSecretKey: string | null },
): ScramStore {
  /** Deriving a credential takes milliseconds, and a token is used by many clients. */
  const derived = new Map<string, TokenCredential['credential']>()
  const credentialOf = (mechanism: ScramMechanism, tokenId: string, secretKey: string) => {
    const key = `${mechanism}:${tokenId}`
    const known = derived.get(key)
    if (known !== undefined) return known
    const salted = { salt: environment.random.bytes(16), iterations: minScramIterations }
    const password = tokenHmac(secretKey, tokenId).toString('base64')
    const credential = { ...salted, ...scramKeys(mechanism, saltPassword(mechanism, password, salted)) }
    if (derived.size >= maxDerived) derived.clear()
    derived.set(key, credential)
    return credential
  }
  return {
    credential: (mechanism, user) =>
      image()?.security.scramCredentials.get(scramCredentialKey(scramMechanismNumber(mechanism), user)),
    token: (mechanism, tokenId) => {
      const token = image()?.security.delegationTokens.get(tokenId)
      const now = BigInt(environment.clock.now())
      if (token === undefined || tokenSecretKey === null || isExpired(token, now)) return undefined
      const owner = token.owner.slice(token.owner.indexOf(':') + 1)
      const credential = credentialOf(mechanism, tokenId, tokenSecretKey)
      return { credential, owner, expiresAt: Number(token.expirationTimestamp) }
    },
  }
}

const maxDerived = 10_000
