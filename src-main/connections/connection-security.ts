/** How the console shows a cluster who it is, and sees whom it talks to. Can be sent to another thread as it is. */
export interface ConnectionSecurity {
  /** Null: nothing is encrypted. */
  readonly tls: TlsSecurity | null
  /** Null: the cluster asks for no login, or takes the client's certificate for one. */
  readonly sasl: SaslLogin | null
}

/** Everything in PEM. */
export interface TlsSecurity {
  /** The authorities that may have signed the broker's certificate; null: those that the system trusts. */
  readonly ca: string | null
  /** The console's own certificate and its key, where the cluster asks for one. */
  readonly certificate: string | null
  readonly key: string | null
  /** The name that must stand in the broker's certificate; null: the host that is connected to. */
  readonly serverName: string | null
}

export type SaslLogin =
  | {
      readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512'
      readonly username: string
      readonly password: string
    }
  /** A bearer token as it is, such as a signed JSON Web Token. */
  | { readonly mechanism: 'OAUTHBEARER'; readonly token: string }

export const noSecurity: ConnectionSecurity = { tls: null, sasl: null }
