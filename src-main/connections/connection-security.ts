import type { AwsCredentials } from '../api/connections.ts'

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
  /** The certificate may be for whatever host, as with an empty `ssl.endpoint.identification.algorithm`. */
  readonly takesAnyName?: boolean
}

export type SaslLogin =
  | {
      readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512'
      readonly username: string
      readonly password: string
    }
  | OAuthLogin
  | AwsLogin

export interface OAuthLogin {
  readonly mechanism: 'OAUTHBEARER'
  /** A bearer token as it is, such as a signed JSON Web Token, or where one is asked for. */
  readonly token: string | TokenEndpoint
  /** SASL extensions (RFC 7628); none when left out. */
  readonly extensions?: Readonly<Record<string, string>>
}

/** Where tokens are handed out to a client that shows its secret (RFC 6749, 4.4). */
export interface TokenEndpoint {
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  /** Null: whatever the endpoint gives. */
  readonly scope: string | null
  /** Authorities to be trusted besides those of the system, in PEM; null: none. */
  readonly ca: string | null
}

export interface AwsLogin {
  readonly mechanism: 'AWS_MSK_IAM'
  readonly region: string | null
  readonly credentials:
    | Exclude<AwsCredentials, { from: 'keys' }>
    | {
        readonly from: 'keys'
        readonly accessKeyId: string
        readonly secretAccessKey: string
        readonly sessionToken: string | null
      }
}

export const noSecurity: ConnectionSecurity = { tls: null, sasl: null }
