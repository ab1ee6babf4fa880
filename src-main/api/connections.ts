import { z } from 'zod'
import { say } from './languages/texts.ts'

/** `host:port`, or several of them separated by commas. */
export const bootstrapServers = z
  .string()
  .trim()
  .max(5000)
  .refine((text) => text.split(',').every(isAddress), say('bootstrapServers'))

/** An IPv6 address stands in brackets. */
function isAddress(text: string): boolean {
  const port = Number(/^\s*(?:\[[0-9a-fA-F:.]+(?:%\w+)?\]|[^\s:[\]]+):(\d{1,5})\s*$/.exec(text)?.[1])
  return port >= 1 && port <= 65_535
}

/** A file of keys or certificates on the machine of the back end, or PEM as it is. */
export const keyStore = z.discriminatedUnion('from', [
  z.object({
    from: z.literal('file'),
    type: z.enum(['PEM', 'PKCS12', 'JKS']),
    path: z.string().trim().min(1, say('writePath')).max(4096),
    /** Of PEM: where the private key stands, when it is in another file than the certificates. */
    keyPath: z.string().trim().max(4096).nullable().default(null),
  }),
  /** Certificates only; a private key is a secret, and stands among those. */
  z.object({ from: z.literal('text'), certificates: z.string().max(1_000_000) }),
])
export type KeyStore = z.infer<typeof keyStore>

export const tlsSettings = z.object({
  /** Null: the authorities that the system trusts. */
  trust: keyStore.nullable(),
  /** The console's own certificate and key, where the cluster asks for one. */
  identity: keyStore.nullable(),
  /** `ssl.endpoint.identification.algorithm`: whether the certificate has to name the host that is connected to. */
  checksHostName: z.boolean(),
})
export type TlsSettings = z.infer<typeof tlsSettings>

const username = z.string().min(1, say('writeUser')).max(1000)

export const awsCredentials = z.discriminatedUnion('from', [
  z.object({ from: z.literal('keys'), accessKeyId: z.string().trim().min(1, say('writeAccessKey')).max(200) }),
  /** AWS_ACCESS_KEY_ID and its companions, in the environment of the back end. */
  z.object({ from: z.literal('environment') }),
  /** A section of the credentials file of the AWS tools. */
  z.object({ from: z.literal('profile'), profile: z.string().trim().min(1).max(200) }),
])
export type AwsCredentials = z.infer<typeof awsCredentials>

export const loginSettings = z.discriminatedUnion('mechanism', [
  z.object({ mechanism: z.enum(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']), username }),
  z.object({
    mechanism: z.literal('OAUTHBEARER'),
    tokenEndpoint: z.url({ protocol: /^https?$/, ...say('tokenEndpoint') }),
    clientId: z.string().min(1, say('writeClientId')).max(1000),
    scope: z.string().max(2000).nullable(),
    /** SASL extensions, which some services want, such as `logicalCluster`. */
    extensions: z.record(z.string().regex(/^[A-Za-z]+$/), z.string().regex(/^[\x21-\x7e \t\r\n]*$/)),
  }),
  z.object({
    mechanism: z.literal('AWS_MSK_IAM'),
    /** Null: as the host name of the broker says, or the environment. */
    region: z.string().trim().max(50).nullable(),
    credentials: awsCredentials,
  }),
])
export type LoginSettings = z.infer<typeof loginSettings>
export type LoginMechanism = LoginSettings['mechanism']

/** How a cluster is connected to; nothing of it is secret. */
export const securitySettings = z.object({ tls: tlsSettings.nullable(), login: loginSettings.nullable() })
export type SecuritySettings = z.infer<typeof securitySettings>

export const plaintext: SecuritySettings = { tls: null, login: null }

export const secretName = z.enum([
  'password',
  'clientSecret',
  'secretAccessKey',
  'sessionToken',
  'trustStorePassword',
  'keyStorePassword',
  'keyPassword',
  /** PEM. */
  'privateKey',
])
export type SecretName = z.infer<typeof secretName>

export const secrets = z.partialRecord(secretName, z.string().max(100_000))
export type Secrets = z.infer<typeof secrets>

export const clusterColour = z.enum(['blue', 'green', 'violet', 'orange', 'teal', 'pink', 'lime', 'red'])
export type ClusterColour = z.infer<typeof clusterColour>

/** What the user has marked a cluster with. */
export const clusterMarks = z.object({
  /** Null: one is taken by its id. */
  colour: clusterColour.nullable(),
  isProduction: z.boolean(),
  /** The back end refuses every change of the cluster. */
  isReadOnly: z.boolean(),
})
export type ClusterMarks = z.infer<typeof clusterMarks>

export const noMarks: ClusterMarks = { colour: null, isProduction: false, isReadOnly: false }

/** Everything about a connection but its secrets. */
export const connection = z.object({
  /** Empty: it is called after its first address. */
  name: z.string().trim().max(100),
  bootstrapServers,
  security: securitySettings.default(plaintext),
  marks: clusterMarks.default(noMarks),
})
export type Connection = z.infer<typeof connection>

export const connectionWithSecrets = connection.extend({ secrets: secrets.default({}) })
export type ConnectionWithSecrets = z.infer<typeof connectionWithSecrets>

/** One thing that has to work before a cluster can be used, or that was left out because one before did not. */
export const testStep = z.object({
  kind: z.enum(['name', 'tcp', 'tls', 'sasl', 'versions', 'metadata', 'listener']),
  /** What is looked at: `kafka.example:9092`, or `broker 2 at kafka-2:9092`. */
  target: z.string(),
  result: z.enum(['passed', 'failed', 'skipped']),
  /** What was found, or why not. */
  detail: z.string(),
  /** What to do; null where there is nothing to be done. */
  remedy: z.string().nullable(),
  durationMs: z.number(),
})
export type TestStep = z.infer<typeof testStep>

/** Where secrets are kept while the program does not run. */
export const secretKeeping = z.object({
  keeper: z.enum(['keychain', 'passphrase', 'memory']),
  /** There are secrets under a passphrase that nobody has written yet. */
  isLocked: z.boolean(),
  /** Why the keychain of the system cannot be used; null when it can. */
  whyNoKeychain: z.string().nullable(),
})
export type SecretKeeping = z.infer<typeof secretKeeping>

export const passphrase = z.string().min(8, say('passphraseShort')).max(1000)
