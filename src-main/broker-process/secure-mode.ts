import { X509Certificate, randomBytes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { certificateAuthority, issueFor } from '../certificates/certificate-authority.ts'
import type { ConnectionSecurity } from '../connections/connection-security.ts'
import { JsonFile } from '../settings/json-file.ts'
import { writeAtomically } from '../settings/write-atomically.ts'
import { propertiesText, type Properties } from './properties-text.ts'

/*
 * What the local cluster needs to be secured, made once and kept in a folder that only its user can read:
 *
 *   ca.pem, ca-key.pem   the authority that clients trust, and its key
 *   server.pem           the broker's key and certificate
 *   users.json           users, passwords, and the clusters whose metadata has them
 *   broker.properties    what the broker is started with; passwords must not stand on a command line
 *   admin.properties     what Apache Kafka's own tools are given with --command-config
 */

const userFile = z.object({
  version: z.literal(1),
  users: z.array(z.object({ name: z.string().min(1), password: z.string().min(1), isSuperUser: z.boolean() })),
  /** Kafka's ids of the clusters that know these users. */
  knownTo: z.array(z.string()),
})

export type LocalUser = z.infer<typeof userFile>['users'][number]

export interface SecureMode {
  /** How the console itself connects: as the super user. */
  readonly security: ConnectionSecurity
  readonly users: readonly LocalUser[]
  /** The certificate that clients have to trust. */
  readonly caPath: string
  /** A `server.properties` for our broker. */
  readonly configurationPath: string
  /** What Apache Kafka's tools log in with. */
  readonly toolConfigurationPath: string
  /** What Apache Kafka is told, in addition to what it is always told, to serve the same clients. */
  readonly propertiesOfKafka: Properties
  /** Whether the metadata of that cluster has the users' passwords for SCRAM. */
  isKnownTo(clusterId: string): boolean
  noteKnownTo(clusterId: string): Promise<void>
}

const authorityName = 'Brokkr local cluster'
const dayMs = 86_400_000
const lifetimeMs = 10 * 365 * dayMs
/** A certificate that ends sooner is made anew at the next start. */
const renewalMs = 30 * dayMs

/** Reads what is in `folder`, and makes what is missing. */
export async function openSecureMode(folder: string, report: (message: string) => void): Promise<SecureMode> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const paths = {
    ca: join(folder, 'ca.pem'),
    caKey: join(folder, 'ca-key.pem'),
    server: join(folder, 'server.pem'),
    configuration: join(folder, 'broker.properties'),
    toolConfiguration: join(folder, 'admin.properties'),
  }
  await makeCertificates(paths)
  const file = new JsonFile({
    path: join(folder, 'users.json'),
    schema: userFile,
    initial: { version: 1, users: [], knownTo: [] },
    report,
  })
  if (file.value.users.length === 0) {
    await file.replace({ version: 1, users: [newUser('admin', true), newUser('app', false)], knownTo: [] })
  }
  const { users } = file.value
  const administrator = users.find(({ isSuperUser }) => isSuperUser)
  if (administrator === undefined) throw new Error(`${folder}/users.json names no super user.`)
  await writeAtomically(paths.configuration, propertiesText(brokerProperties(paths.server, users)))
  await writeAtomically(paths.toolConfiguration, propertiesText(toolProperties(paths.ca, administrator)))
  return {
    security: {
      tls: { ca: await readFile(paths.ca, 'utf8'), certificate: null, key: null, serverName: null },
      sasl: { mechanism: 'PLAIN', username: administrator.name, password: administrator.password },
    },
    users,
    caPath: paths.ca,
    configurationPath: paths.configuration,
    toolConfigurationPath: paths.toolConfiguration,
    propertiesOfKafka: kafkaProperties({ ...paths, users, administrator }),
    isKnownTo: (clusterId) => file.value.knownTo.includes(clusterId),
    noteKnownTo: (clusterId) => file.replace({ ...file.value, knownTo: [...file.value.knownTo, clusterId] }),
  }
}

/** Letters, digits, dashes and underscores only: it goes into properties, shells and programs as it is. */
function newUser(name: string, isSuperUser: boolean): LocalUser {
  return { name, password: randomBytes(18).toString('base64url'), isSuperUser }
}

interface CertificatePaths {
  readonly ca: string
  readonly caKey: string
  readonly server: string
}

async function makeCertificates({ ca, caKey, server }: CertificatePaths): Promise<void> {
  const notAfter = new Date(Date.now() + lifetimeMs)
  if (!(await isValid(ca)) || (await textOf(caKey)) === null) {
    const authority = certificateAuthority(authorityName, { notAfter })
    await writeAtomically(caKey, authority.keyPem)
    await writeAtomically(ca, authority.certificatePem)
  } else if (await isValid(server, await textOf(ca))) return
  const issue = issueFor(authorityName, await readFile(caKey, 'utf8'))
  const hosts = ['localhost', '127.0.0.1', '::1']
  const { keyPem, certificatePem } = issue([['CN', 'localhost']], { hosts, notAfter })
  await writeAtomically(server, keyPem + certificatePem)
}

/** Whether it lasts for a while, and was issued by the authority where one is given. */
async function isValid(path: string, ca: string | null = null): Promise<boolean> {
  const text = await textOf(path)
  if (text === null || !text.includes('-----BEGIN CERTIFICATE-----')) return false
  try {
    const certificate = new X509Certificate(text.slice(text.indexOf('-----BEGIN CERTIFICATE-----')))
    if (Date.parse(certificate.validTo) < Date.now() + renewalMs) return false
    return ca === null || certificate.verify(new X509Certificate(ca).publicKey)
  } catch {
    return false
  }
}

async function textOf(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null)
}

const scramModule = 'org.apache.kafka.common.security.scram.ScramLoginModule'
const plainModule = 'org.apache.kafka.common.security.plain.PlainLoginModule'

/** With PLAIN beside SCRAM, because the console must get in before the metadata has a user, and old clients as well. */
function brokerProperties(serverPath: string, users: readonly LocalUser[]): Properties {
  return [
    ['listeners', 'SASL_SSL://127.0.0.1:9092'],
    ['inter.broker.listener.name', 'SASL_SSL'],
    ['listener.name.sasl_ssl.plain.sasl.jaas.config', `${plainModule} required ${passwords(users)};`],
    ...sharedProperties(serverPath, users),
  ]
}

function toolProperties(caPath: string, { name, password }: LocalUser): Properties {
  return [
    ['security.protocol', 'SASL_SSL'],
    ['sasl.mechanism', 'SCRAM-SHA-512'],
    ['sasl.jaas.config', `${scramModule} required username="${name}" password="${password}";`],
    ['ssl.truststore.type', 'PEM'],
    ['ssl.truststore.location', caPath],
  ]
}

function kafkaProperties(given: {
  readonly ca: string
  readonly server: string
  readonly users: readonly LocalUser[]
  readonly administrator: LocalUser
}): Properties {
  const { ca, server, users, administrator } = given
  const login = `username="${administrator.name}" password="${administrator.password}"`
  const jaas = `${plainModule} required ${login} ${passwords(users)};`
  return [
    ['listener.name.sasl_ssl.plain.sasl.jaas.config', jaas],
    ['listener.name.controller.plain.sasl.jaas.config', jaas],
    ['sasl.mechanism.inter.broker.protocol', 'PLAIN'],
    ['sasl.mechanism.controller.protocol', 'PLAIN'],
    ['ssl.truststore.type', 'PEM'],
    ['ssl.truststore.location', ca],
    ...sharedProperties(server, users),
  ]
}

function sharedProperties(serverPath: string, users: readonly LocalUser[]): Properties {
  const superUsers = users.filter(({ isSuperUser }) => isSuperUser).map(({ name }) => `User:${name}`)
  return [
    ['ssl.keystore.type', 'PEM'],
    ['ssl.keystore.location', serverPath],
    ['sasl.enabled.mechanisms', 'SCRAM-SHA-512,SCRAM-SHA-256,PLAIN'],
    ['authorizer.class.name', 'org.apache.kafka.metadata.authorizer.StandardAuthorizer'],
    ['super.users', superUsers.join(';')],
    ['allow.everyone.if.no.acl.found', 'true'],
  ]
}

function passwords(users: readonly LocalUser[]): string {
  return users.map(({ name, password }) => `user_${name}="${password}"`).join(' ')
}
