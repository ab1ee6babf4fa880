import { errorCode } from '../../broker/protocol/error-codes.ts'
import { apiVersions } from '../../broker/protocol/messages/api-versions.ts'
import { describeConfigs } from '../../broker/protocol/messages/describe-configs.ts'
import { fetch } from '../../broker/protocol/messages/fetch.ts'
import { listOffsets } from '../../broker/protocol/messages/list-offsets.ts'
import { metadata } from '../../broker/protocol/messages/metadata.ts'
import { produce } from '../../broker/protocol/messages/produce.ts'
import { saslHandshake } from '../../broker/protocol/messages/sasl-handshake.ts'
import type { ConnectionSecurity, SaslLogin } from '../connections/connection-security.ts'
import { texts } from '../languages/texts.ts'
import { guessKafkaVersion } from './api-version-table.ts'
import type { BrokerAddress } from './broker-address.ts'
import { clusterMetadataFrom, type ClusterMetadata } from './cluster-metadata.ts'
import { explainError, KafkaClientError, LoginFailedError } from './kafka-errors.ts'
import { failed, passed, skipped, type Outcome } from './network-probes.ts'
import { speaksTls } from './tls-probe.ts'
import { defaultConnectionOptions, WireConnection } from './wire-connection.ts'

export interface Probed {
  readonly to: BrokerAddress
  readonly security: ConnectionSecurity
  readonly patienceMs: number
}

function open({ to, security, patienceMs }: Probed): Promise<WireConnection> {
  const times = { connectTimeoutMs: patienceMs, requestTimeoutMs: patienceMs }
  return WireConnection.open(to, { ...defaultConnectionOptions, ...times, ...security })
}

/** What the console cannot do without. */
const neededApis = [apiVersions, metadata, listOffsets, fetch, produce, describeConfigs]

/** Whether a broker speaks versions of Kafka's protocol that the console speaks. Nobody has to log in for that. */
export async function probeVersions(probed: Probed): Promise<Outcome> {
  let connection: WireConnection
  try {
    connection = await open({ ...probed, security: { ...probed.security, sasl: null } })
  } catch (error) {
    const { to, security, patienceMs } = probed
    if (security.tls === null && (await speaksTls(to, patienceMs))) {
      return failed(texts.connections.test.isEncrypted, texts.connections.test.isEncryptedRemedy)
    }
    return failed(explainError(error), texts.connections.test.notKafkaRemedy)
  }
  const { versions } = connection
  connection.close()
  const missing = neededApis.filter((each) => versions.highestCommon(each) === null).map(({ name }) => name)
  if (missing.length > 0) {
    return failed(texts.connections.test.noCommonVersion(missing.join(', ')), texts.connections.test.versionRemedy)
  }
  const version = guessKafkaVersion(versions)
  return passed(version === null ? texts.connections.test.oldVersion : texts.connections.test.version(version))
}

/** Whether the broker lets the console in. */
export async function probeLogin(probed: Probed): Promise<Outcome> {
  const words = texts.connections.test
  const { sasl, tls } = probed.security
  if (sasl === null) {
    const hasCertificate = tls !== null && tls.certificate !== null
    return skipped(hasCertificate ? words.certificateLogsIn : words.noLogin)
  }
  try {
    const connection = await open(probed)
    connection.close()
    return passed(loggedIn(sasl, tls !== null))
  } catch (error) {
    if (!(error instanceof KafkaClientError)) throw error
    return failed(error.problem.why, loginRemedy(error, sasl))
  }
}

function loggedIn(sasl: SaslLogin, isEncrypted: boolean): string {
  const words = texts.connections.test
  if (sasl.mechanism === 'OAUTHBEARER') return words.loggedInByToken
  if (sasl.mechanism === 'AWS_MSK_IAM') return words.loggedInByKeys
  const { username, mechanism } = sasl
  return mechanism === 'PLAIN' && !isEncrypted ? words.loggedInOpenly(username) : words.loggedInAs(username, mechanism)
}

function loginRemedy(error: KafkaClientError, sasl: SaslLogin): string {
  const words = texts.connections.test
  if (!(error instanceof LoginFailedError)) return error.problem.remedy
  if (error.reason === 'no-login') return words.loginOff
  if (error.reason === 'mechanism') return words.loginMechanism
  if ('username' in sasl) return words.loginPassword
  return sasl.mechanism === 'OAUTHBEARER' ? words.loginToken : words.loginKeys
}

export interface MetadataProbe {
  readonly outcome: Outcome
  /** Null where it was not told. */
  readonly metadata: ClusterMetadata | null
}

/** Which brokers the cluster names. */
export async function probeMetadata(probed: Probed): Promise<MetadataProbe> {
  try {
    const found = await askMetadata(probed)
    const detail = texts.connections.test.cluster(
      found.kafkaClusterId ?? texts.connections.test.withoutId,
      found.brokers.length,
    )
    return { outcome: passed(detail), metadata: found }
  } catch (error) {
    if (!(error instanceof KafkaClientError)) throw error
    const mechanisms = probed.security.sasl === null ? await mechanismsOf(probed) : null
    const outcome =
      mechanisms === null
        ? failed(explainError(error), error.problem.remedy)
        : failed(texts.connections.test.wantsLogin(mechanisms.join(', ')), texts.connections.test.wantsLoginRemedy)
    return { outcome, metadata: null }
  }
}

export async function askMetadata(probed: Probed): Promise<ClusterMetadata> {
  const connection = await open(probed)
  try {
    return clusterMetadataFrom(await connection.request(metadata, { topics: [], allowAutoTopicCreation: false }))
  } finally {
    connection.close()
  }
}

/** The mechanisms of a listener that asks for a login; null where it does not. */
async function mechanismsOf(probed: Probed): Promise<readonly string[] | null> {
  try {
    const connection = await open(probed)
    try {
      const answer = await connection.request(saslHandshake, { mechanism: 'NONE' })
      return answer.errorCode === errorCode.UNSUPPORTED_SASL_MECHANISM ? answer.mechanisms : null
    } finally {
      connection.close()
    }
  } catch {
    return null
  }
}
