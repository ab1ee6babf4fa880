import { writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { runKafkaTool } from '../support/apache-kafka/tools.ts'
import { certificateAuthority } from '../../src-main/certificates/certificate-authority.ts'
import { connectToKafka } from '../support/kafka-connection.ts'
import { runCommand } from '../support/run-command.ts'
import { authenticateScram } from '../support/sasl-client.ts'
import { startBroker } from '../support/start-broker.ts'
import { isMissing } from '../support/system-requirements.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const authority = certificateAuthority('Brokkr tests')
const own = authority.issue([['CN', 'localhost']])

const config = {
  listeners: 'PLAINTEXT://localhost:0,SSL://localhost:0,SASL_SSL://localhost:0',
  'ssl.keystore.type': 'PEM',
  'ssl.keystore.key': own.keyPem,
  'ssl.keystore.certificate.chain': own.certificatePem,
  'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
  'plain.sasl.jaas.config':
    'org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="alice-secret";',
}

async function startSecured() {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder())
  await writeFile(folder.join('ca.pem'), authority.certificatePem)
  const broker = stack.use(await startBroker({ config }))
  const [open = 0, tls = 0, login = 0] = broker.listeners.map(({ listening }) => listening.port)
  const owned = stack.move()
  return { folder, open, tls, login, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

test.skipIf(isMissing('kcat'))('librdkafka writes over TLS and reads as a user of PLAIN', async () => {
  await using secured = await startSecured()
  const ca = ['-X', `ssl.ca.location=${secured.folder.join('ca.pem')}`]
  const tls = ['-b', `localhost:${secured.tls}`, '-X', 'security.protocol=SSL', ...ca]
  await runCommand('kcat', [...tls, '-P', '-t', 'secured'], { stdin: 'hello\n' })
  const user = ['-X', 'sasl.mechanisms=PLAIN', '-X', 'sasl.username=alice', '-X', 'sasl.password=alice-secret']
  const login = ['-b', `localhost:${secured.login}`, '-X', 'security.protocol=SASL_SSL', ...ca, ...user]
  expect(await runCommand('kcat', [...login, '-C', '-e', '-q', '-t', 'secured'])).toBe('hello\n')
})

describe.skipIf(isMissing('java', 'maven'))("Apache Kafka's tools", { timeout: 180_000 }, () => {
  const scramUser = (password: string) =>
    `org.apache.kafka.common.security.scram.ScramLoginModule required username="bob" password="${password}";`

  test('kafka-configs makes a user, and the user of that name creates a topic', async () => {
    await using secured = await startSecured()
    const plain = ['--bootstrap-server', `localhost:${secured.open}`]
    const entity = ['--entity-type', 'users', '--entity-name', 'bob']
    const added = ['--alter', '--add-config', 'SCRAM-SHA-512=[password=bob-secret]']
    const made = await runKafkaTool('kafka.admin.ConfigCommand', [...plain, ...entity, ...added])
    expect(made).toMatchObject({ exitCode: 0 })
    const properties = `security.protocol=SASL_SSL
sasl.mechanism=SCRAM-SHA-512
sasl.jaas.config=${scramUser('bob-secret')}
ssl.truststore.type=PEM
ssl.truststore.location=${secured.folder.join('ca.pem')}
`
    await writeFile(secured.folder.join('client.properties'), properties)
    const asBob = ['--bootstrap-server', `localhost:${secured.login}`]
    const file = ['--command-config', secured.folder.join('client.properties')]
    const create = [...asBob, ...file, '--create', '--topic', 'of-bob']
    const created = await runKafkaTool('org.apache.kafka.tools.TopicCommand', create)
    expect(created.stdout).toContain('Created topic of-bob.')
  })

  test('users that kafka-storage put into a new directory log in here', async () => {
    await using folder = await temporaryFolder()
    const file = folder.join('server.properties')
    await writeFile(
      file,
      `process.roles=broker,controller
node.id=1
listeners=PLAINTEXT://:9092,CONTROLLER://:9093
controller.listener.names=CONTROLLER
controller.quorum.bootstrap.servers=localhost:9093
log.dirs=${folder.join('data')}
`,
    )
    const format = ['format', '--standalone', '--cluster-id', '4L6g3nShT-eMCtK--X86sw', '--config', file]
    const user = ['--add-scram', 'SCRAM-SHA-256=[name=bob,password=bob-secret]']
    expect(await runKafkaTool('kafka.tools.StorageTool', [...format, ...user])).toMatchObject({ exitCode: 0 })
    await using broker = await startBroker({ config, data: folder.join('data') })
    const login = broker.listeners.find(({ name }) => name === 'SASL_SSL')?.listening.port ?? 0
    await using client = await connectToKafka('localhost', login, { ca: authority.certificatePem })
    const credential = { mechanism: 'SCRAM-SHA-256', user: 'bob', password: 'bob-secret' } as const
    expect(await authenticateScram(client, credential)).toMatchObject({ errorCode: 0 })
  })
})
