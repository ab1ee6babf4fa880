import type {
  ClusterMarks,
  Connection,
  KeyStore,
  LoginMechanism,
  LoginSettings,
  SecretName,
  Secrets,
} from '../../api/connections.ts'
import { noMarks } from '../../api/connections.ts'

/** Where keys or certificates come from; `none` stands for what holds without any. */
export type StoreKind = 'none' | 'PEM' | 'PKCS12' | 'JKS' | 'text'

export interface StoreDraft {
  readonly kind: StoreKind
  readonly path: string
  readonly keyPath: string
  readonly text: string
}

/** A connection as it stands in the form: every field keeps its text, also while another choice hides it. */
export interface ConnectionDraft {
  readonly name: string
  readonly bootstrapServers: string
  readonly isEncrypted: boolean
  readonly trust: StoreDraft
  readonly identity: StoreDraft
  readonly checksHostName: boolean
  readonly mechanism: 'none' | LoginMechanism | 'GSSAPI'
  readonly username: string
  readonly tokenEndpoint: string
  readonly clientId: string
  readonly scope: string
  /** `name=value`, one a line. */
  readonly extensions: string
  readonly region: string
  readonly credentials: 'keys' | 'environment' | 'profile'
  readonly accessKeyId: string
  readonly profile: string
  readonly marks: ClusterMarks
  readonly secrets: Secrets
}

const emptyStore: StoreDraft = { kind: 'none', path: '', keyPath: '', text: '' }

export const emptyDraft: ConnectionDraft = {
  name: '',
  bootstrapServers: '',
  isEncrypted: false,
  trust: emptyStore,
  identity: emptyStore,
  checksHostName: true,
  mechanism: 'none',
  username: '',
  tokenEndpoint: '',
  clientId: '',
  scope: '',
  extensions: '',
  region: '',
  credentials: 'keys',
  accessKeyId: '',
  profile: 'default',
  marks: noMarks,
  secrets: {},
}

/** A saved or read connection as the form shows it. */
export function draftOf(
  { name, bootstrapServers, security, marks }: Connection,
  secrets: Secrets = {},
): ConnectionDraft {
  const { tls, login } = security
  return {
    ...emptyDraft,
    name,
    bootstrapServers,
    marks,
    secrets,
    isEncrypted: tls !== null,
    trust: storeDraftOf(tls?.trust ?? null),
    identity: storeDraftOf(tls?.identity ?? null),
    checksHostName: tls?.checksHostName ?? true,
    ...(login === null ? {} : loginDraftOf(login)),
  }
}

function storeDraftOf(store: KeyStore | null): StoreDraft {
  if (store === null) return emptyStore
  if (store.from === 'text') return { ...emptyStore, kind: 'text', text: store.certificates }
  return { ...emptyStore, kind: store.type, path: store.path, keyPath: store.keyPath ?? '' }
}

function loginDraftOf(login: LoginSettings): Partial<ConnectionDraft> {
  switch (login.mechanism) {
    case 'OAUTHBEARER': {
      const { mechanism, tokenEndpoint, clientId, scope } = login
      const extensions = Object.entries(login.extensions).map(([name, value]) => `${name}=${value}`)
      return { mechanism, tokenEndpoint, clientId, scope: scope ?? '', extensions: extensions.join('\n') }
    }
    case 'AWS_MSK_IAM': {
      const { mechanism, region, credentials } = login
      const known = { mechanism, region: region ?? '', credentials: credentials.from }
      if (credentials.from === 'keys') return { ...known, accessKeyId: credentials.accessKeyId }
      return credentials.from === 'profile' ? { ...known, profile: credentials.profile } : known
    }
    default:
      return { mechanism: login.mechanism, username: login.username }
  }
}

/** What the form says, without what its choices hide. */
export function connectionOf(draft: ConnectionDraft): Connection {
  const { name, bootstrapServers, isEncrypted, checksHostName, marks } = draft
  const tls = isEncrypted ? { trust: storeOf(draft.trust), identity: storeOf(draft.identity), checksHostName } : null
  return {
    name: name.trim(),
    bootstrapServers: bootstrapServers.trim(),
    security: { tls, login: loginOf(draft) },
    marks,
  }
}

function storeOf({ kind, path, keyPath, text }: StoreDraft): KeyStore | null {
  if (kind === 'none') return null
  if (kind === 'text') return { from: 'text', certificates: text }
  const apart = kind === 'PEM' && keyPath.trim() !== '' ? keyPath.trim() : null
  return { from: 'file', type: kind, path: path.trim(), keyPath: apart }
}

function loginOf(draft: ConnectionDraft): LoginSettings | null {
  const { mechanism, username, tokenEndpoint, clientId, scope, region, extensions } = draft
  switch (mechanism) {
    case 'none':
    case 'GSSAPI':
      return null
    case 'OAUTHBEARER':
      return {
        mechanism,
        tokenEndpoint: tokenEndpoint.trim(),
        clientId: clientId.trim(),
        scope: scope.trim() === '' ? null : scope.trim(),
        extensions: extensionsOf(extensions),
      }
    case 'AWS_MSK_IAM':
      return { mechanism, region: region.trim() === '' ? null : region.trim(), credentials: credentialsOf(draft) }
    default:
      return { mechanism, username }
  }
}

function credentialsOf({ credentials, accessKeyId, profile }: ConnectionDraft) {
  if (credentials === 'keys') return { from: 'keys', accessKeyId: accessKeyId.trim() } as const
  return credentials === 'profile'
    ? ({ from: 'profile', profile: profile.trim() } as const)
    : ({ from: 'environment' } as const)
}

function extensionsOf(text: string): Record<string, string> {
  const lines = text.split('\n').map((line) => line.trim())
  return Object.fromEntries(
    lines.flatMap((line) => {
      const at = line.indexOf('=')
      return at > 0 ? [[line.slice(0, at).trim(), line.slice(at + 1).trim()] as const] : []
    }),
  )
}

/** The secrets that the choices of a form ask for. */
function secretsAskedFor(draft: ConnectionDraft): readonly SecretName[] {
  const { isEncrypted, trust, identity, mechanism, credentials } = draft
  const asked: SecretName[] = []
  if (isEncrypted && isStoreWithPassword(trust.kind)) asked.push('trustStorePassword')
  if (isEncrypted && isStoreWithPassword(identity.kind)) asked.push('keyStorePassword')
  if (isEncrypted && identity.kind === 'text') asked.push('privateKey')
  if (isEncrypted && identity.kind !== 'none') asked.push('keyPassword')
  if (mechanism === 'PLAIN' || mechanism.startsWith('SCRAM')) asked.push('password')
  if (mechanism === 'OAUTHBEARER') asked.push('clientSecret')
  if (mechanism === 'AWS_MSK_IAM' && credentials === 'keys') asked.push('secretAccessKey', 'sessionToken')
  return asked
}

/** Java's key stores are locked by a password; PEM needs none. */
export function isStoreWithPassword(kind: StoreKind): boolean {
  return kind === 'PKCS12' || kind === 'JKS'
}

/** What is sent of the secrets: those that the choices ask for and that were written. */
export function secretsOf(draft: ConnectionDraft): Secrets {
  const asked = secretsAskedFor(draft)
  return Object.fromEntries(asked.flatMap((name) => (draft.secrets[name] ? [[name, draft.secrets[name]]] : [])))
}
