/** What a key store or trust store holds, whatever its format. */
export interface StoreContents {
  /** The first private key that there is. */
  readonly key: {
    /** DER, PKCS#8, not encrypted. */
    readonly pkcs8: Uint8Array
    /** DER; the key's own certificate first, then that of its issuer, and so on. */
    readonly chain: readonly Uint8Array[]
  } | null
  /** DER; every certificate of the store. */
  readonly certificates: readonly Uint8Array[]
}

/** The password of a store, or of the key in it, is not the right one. */
export class WrongPasswordError extends Error {
  override readonly name = 'WrongPasswordError'
  readonly of: 'store' | 'key'

  constructor(of: 'store' | 'key') {
    super(`the password of the ${of} is wrong`)
    this.of = of
  }
}
