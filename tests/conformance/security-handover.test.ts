import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { errorCode } from '../../broker/protocol/error-codes.ts'
import { alterClientQuotas } from '../../broker/protocol/messages/alter-client-quotas.ts'
import { alterUserScramCredentials } from '../../broker/protocol/messages/alter-user-scram-credentials.ts'
import { createAcls } from '../../broker/protocol/messages/create-acls.ts'
import { createDelegationToken } from '../../broker/protocol/messages/create-delegation-token.ts'
import { produce } from '../../broker/protocol/messages/produce.ts'
import { saltPassword } from '../../broker/security/sasl/scram-keys.ts'
import { startApacheKafka } from '../support/apache-kafka/broker.ts'
import { freePort } from '../support/free-port.ts'
import { connectToKafka, type KafkaConnection } from '../support/kafka-connection.ts'
import { batchOf, createTopic } from '../support/kafka-requests.ts'
import { authenticateScram, type ScramLogin } from '../support/sasl-client.ts'
import { startBrokerProcess } from '../support/start-broker.ts'
import { isMissing } from '../support/system-requirements.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/* A secured cluster that changes hands: whoever was let in, may do something, or was held up, still is. */

const topic = 'guarded'
const topics = [topic, 'another'] as const

function properties(open: number, login: number, controller: number) {
  const listeners = `PLAINTEXT://127.0.0.1:${open},SASL_PLAINTEXT://127.0.0.1:${login},CONTROLLER://127.0.0.1:${controller}`
  const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule required;'
  return {
    listeners,
    'advertised.listeners': listeners,
    'controller.quorum.bootstrap.servers': `127.0.0.1:${controller}`,
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT',
    'inter.broker.listener.name': 'PLAINTEXT',
    'sasl.enabled.mechanisms': 'SCRAM-SHA-256,SCRAM-SHA-512',
    'listener.name.sasl_plaintext.scram-sha-256.sasl.jaas.config': scram,
    'listener.name.sasl_plaintext.scram-sha-512.sasl.jaas.config': scram,
    'connection.failed.authentication.delay.ms': '0',
    'delegation.token.secret.key': 'the secret of the tokens',
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': 'User:ANONYMOUS',
    'broker.session.timeout.ms': '1000',
    'broker.heartbeat.interval.ms': '250',
  }
}

interface Ports {
  readonly open: number
  readonly login: number
}

/** Whom the cluster knows so far; each owner of the directory checks all of them, and adds one. */
class People {
  readonly #logins: ScramLogin[] = []

  async expectAll(ports: Ports): Promise<void> {
    for (const login of this.#logins) {
      await using client = await logIn(ports, login)
      // Each may write to the one topic, to no other, and is far beyond its quota when it has.
      // A broker that has just started may not lead what it will.
      const notYet: readonly (number | undefined)[] = [
        errorCode.UNKNOWN_TOPIC_OR_PARTITION,
        errorCode.LEADER_NOT_AVAILABLE,
        errorCode.NOT_LEADER_OR_FOLLOWER,
      ]
      const isLed = ({ guarded }: Awaited<ReturnType<typeof write>>) => !notYet.includes(guarded)
      let written = await write(client)
      while (!isLed(written)) written = await write(client)
      const { guarded, another, throttleTimeMs } = written
      expect([guarded, another]).toEqual([0, errorCode.TOPIC_AUTHORIZATION_FAILED])
      expect(throttleTimeMs).toBeGreaterThan(0)
    }
    await using stranger = await connectToKafka('127.0.0.1', ports.login)
    const wrong = { mechanism: 'SCRAM-SHA-256', user: 'user-1', password: 'wrong' } as const
    expect(await authenticateScram(stranger, wrong)).toMatchObject({ errorCode: errorCode.SASL_AUTHENTICATION_FAILED })
  }

  /** A user with a password, an ACL and a quota, who makes a token. */
  async add(ports: Ports, chapter: number): Promise<void> {
    const user = { mechanism: 'SCRAM-SHA-256', user: `user-${chapter}`, password: `secret-${chapter}` } as const
    await using admin = await connectToKafka('127.0.0.1', ports.open)
    const { results } = await admin.request(alterUserScramCredentials, 0, {
      deletions: [],
      upsertions: [upsertion(user)],
    })
    expect(results).toMatchObject([{ errorCode: 0 }])
    const who = { principal: `User:${user.user}`, host: '*', operation: 4, permissionType: 3 }
    const acl = { resourceType: 2, resourceName: topic, resourcePatternType: 3, ...who }
    expect(await admin.request(createAcls, 3, { creations: [acl] })).toMatchObject({ results: [{ errorCode: 0 }] })
    const entity = [{ entityType: 'user', entityName: user.user }]
    const entries = [{ entity, ops: [{ key: 'producer_byte_rate', value: 10, remove: false }] }]
    expect(await admin.request(alterClientQuotas, 1, { entries, validateOnly: false })).toMatchObject({
      entries: [{ errorCode: 0 }],
    })
    await using client = await logIn(ports, user)
    const wanted = { ownerPrincipalType: null, ownerPrincipalName: null, renewers: [], maxLifetimeMs: 3_600_000n }
    const token = await client.request(createDelegationToken, 3, wanted)
    expect(token).toMatchObject({ errorCode: 0 })
    const password = Buffer.from(token.hmac).toString('base64')
    const byToken = { user: token.tokenId, password, extensions: ',tokenauth=true' } as const
    this.#logins.push(user, { mechanism: 'SCRAM-SHA-512', ...byToken })
  }
}

/** A broker that has just heard of somebody may not know that yet; each refusal is the end of a connection. */
async function logIn(ports: Ports, login: ScramLogin): Promise<KafkaConnection> {
  for (let attempt = 1; ; attempt++) {
    const client = await connectToKafka('127.0.0.1', ports.login)
    const { errorCode: code } = await authenticateScram(client, login)
    if (code === 0) return client
    await client[Symbol.asyncDispose]()
    if (attempt === 100) throw new Error(`${login.user} is refused with error ${code}`)
    await delay(100)
  }
}

function upsertion({ user, password }: ScramLogin) {
  const salted = { salt: Buffer.from('salt of sixteen!'), iterations: 4096 }
  const saltedPassword = saltPassword('SCRAM-SHA-256', password, salted)
  return { name: user, mechanism: 1, ...salted, saltedPassword }
}

async function write(client: KafkaConnection) {
  const partitionData = [{ index: 0, records: batchOf(['x'.repeat(1000)]) }]
  const topicData = topics.map((name) => ({ name, partitionData }))
  const { responses, throttleTimeMs } = await client.request(produce, 12, { acks: -1, timeoutMs: 10_000, topicData })
  const errorOf = (name: string) => responses.find((each) => each.name === name)?.partitionResponses[0]?.errorCode
  return { guarded: errorOf(topic), another: errorOf('another'), throttleTimeMs }
}

describe.skipIf(isMissing('java', 'maven'))('a secured directory changes hands', () => {
  test('users, tokens, ACLs and quotas count at Brokkr, at Apache Kafka, and at Brokkr again', async () => {
    await using folder = await temporaryFolder()
    const data = folder.join('data')
    const ports = { open: await freePort(), login: await freePort() }
    const config = properties(ports.open, ports.login, await freePort())
    const people = new People()
    const chapter = async (number: number) => {
      await people.expectAll(ports)
      await people.add(ports, number)
    }
    {
      await using brokkr = await startBrokerProcess({ data, config, port: ports.open })
      await using admin = await connectToKafka('127.0.0.1', ports.open)
      for (const name of topics) await createTopic(admin, name)
      await people.add(ports, 1)
      await brokkr.program.stop()
    }
    {
      await using apache = await startApacheKafka({ logDirectory: data, port: ports.open, properties: config })
      await chapter(2)
      await apache.program.stop()
    }
    await using brokkr = await startBrokerProcess({ data, config, port: ports.open })
    await chapter(3)
    await people.expectAll(ports)
    await brokkr.program.stop()
  }, 240_000)
})
