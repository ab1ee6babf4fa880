import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { runKafkaTool } from '../support/apache-kafka/tools.ts'
import { kafkasUnderTest } from '../support/kafka-under-test.ts'
import { runCommand, runToEnd } from '../support/run-command.ts'
import { alice, bob, startSecuredKafka, type SecuredKafka } from '../support/secured-kafka.ts'
import { isMissing, PYTHON } from '../support/system-requirements.ts'

const script = (name: string): string => join(import.meta.dirname, 'security', `${name}.py`)

describe.each(kafkasUnderTest)('clients that log in to $name', ({ isMissing: isKafkaMissing, start }) => {
  describe.skipIf(isKafkaMissing)('', { timeout: 180_000 }, () => {
    let kafka: SecuredKafka
    beforeAll(async () => {
      kafka = await startSecuredKafka(start, { 'listener.name.sasl_ssl.connections.max.reauth.ms': '10000' })
      return () => kafka[Symbol.asyncDispose]()
    }, 300_000)

    const kcat = (...args: string[]) => runToEnd('kcat', ['-X', `ssl.ca.location=${kafka.caPath}`, ...args])
    const asUser = (mechanism: string, { username, password }: typeof alice | typeof bob): string[] => [
      '-b',
      kafka.login,
      '-X',
      'security.protocol=SASL_SSL',
      '-X',
      `sasl.mechanisms=${mechanism}`,
      '-X',
      `sasl.username=${username}`,
      '-X',
      `sasl.password=${password}`,
    ]

    test.skipIf(isMissing('kcat'))('kcat writes over TLS and reads as a user of PLAIN', async () => {
      const secured = ['-b', kafka.tls, '-X', 'security.protocol=SSL', '-X', `ssl.ca.location=${kafka.caPath}`]
      await runCommand('kcat', [...secured, '-P', '-t', 'kcat-topic'], { stdin: 'hello\n' })
      const read = await kcat(...asUser('PLAIN', alice), '-C', '-e', '-q', '-t', 'kcat-topic')
      expect(read).toMatchObject({ exitCode: 0, stdout: 'hello\n' })
    })

    /** Debian's librdkafka 2.0.2 repeats its nonce, which Kafka 4 takes for an attack; newer ones do not. */
    test.skipIf(isMissing('kcat'))('a librdkafka before 2.6.1 does not get through SCRAM', async () => {
      const version = /librdkafka (\d+)\.(\d+)\.(\d+)/.exec((await runToEnd('kcat', ['-V'])).stdout) ?? []
      const [major = 0, minor = 0, patch = 0] = version.slice(1).map(Number)
      const isOld = major * 10_000 + minor * 100 + patch < 20_601
      for (const mechanism of ['SCRAM-SHA-256', 'SCRAM-SHA-512']) {
        const { exitCode, stderr } = await kcat(...asUser(mechanism, bob), '-L', '-m', '10')
        expect(exitCode === 0).toBe(!isOld)
        if (isOld) expect(stderr).toContain(`invalid credentials with SASL mechanism ${mechanism}`)
      }
    })

    test.skipIf(isMissing('kafkaPython'))('kafka-python logs in with PLAIN and both kinds of SCRAM', async () => {
      for (const [mechanism, user] of [
        ['PLAIN', alice],
        ['SCRAM-SHA-256', bob],
        ['SCRAM-SHA-512', bob],
      ] as const) {
        const topic = `python-${mechanism}`
        const args = [kafka.login, kafka.caPath, mechanism, user.username, user.password, topic]
        expect(await runCommand(PYTHON, [script('kafka_python_round_trip'), ...args])).toBe('hello\n')
      }
    })

    test.skipIf(isMissing('confluentKafka'))('confluent-kafka comes with a signed token', async () => {
      const good = [script('confluent_oauth'), kafka.login, kafka.caPath, kafka.token('dave', 300), 'confluent-topic']
      expect(await runCommand(PYTHON, good)).toBe('hello\n')
    })

    test('a token that is old, for somebody else or signed by nobody does not count', async () => {
      const [header, claims, signature] = kafka.token('dave', 300).split('.')
      const login = (token: string) => ({ mechanism: 'OAUTHBEARER', token }) as const
      expect(await kafka.refusalOf(login(kafka.token('dave', 300)))).toBeNull()
      for (const token of [
        kafka.token('dave', -300),
        `${header}.${claims}.${signature?.startsWith('A') ? 'B' : 'A'}${signature?.slice(1)}`,
        `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`,
      ]) {
        expect(await kafka.refusalOf(login(token))).toContain('failed')
      }
    })

    test('the wire client of the console logs in with every mechanism, and is refused alike', async () => {
      const refused = 'invalid credentials with SASL mechanism SCRAM-SHA-512'
      expect(await kafka.refusalOf({ mechanism: 'PLAIN', ...alice })).toBeNull()
      expect(await kafka.refusalOf({ mechanism: 'SCRAM-SHA-256', ...bob })).toBeNull()
      expect(await kafka.refusalOf({ mechanism: 'SCRAM-SHA-512', ...bob })).toBeNull()
      expect(await kafka.refusalOf({ mechanism: 'SCRAM-SHA-512', ...bob, password: 'x' })).toContain(refused)
      expect(await kafka.refusalOf({ mechanism: 'SCRAM-SHA-512', ...alice })).toContain(refused)
      const wrong = await kafka.refusalOf({ mechanism: 'PLAIN', ...alice, password: 'x' })
      expect(wrong).toContain('Authentication failed: Invalid username or password')
    })

    describe.skipIf(isMissing('java', 'maven'))("Apache's Java client", () => {
      const trust = (): string => `ssl.truststore.type=PEM\nssl.truststore.location=${kafka.caPath}\n`
      const properties = async (file: string, text: string): Promise<string> => {
        await writeFile(kafka.join(file), trust() + text)
        return kafka.join(file)
      }
      const produce = (bootstrap: string, config: string, count: number, rate: number) =>
        runKafkaTool(
          'org.apache.kafka.tools.ProducerPerformance',
          [
            '--topic',
            'java-topic',
            '--num-records',
            String(count),
            '--record-size',
            '100',
            '--throughput',
            String(rate),
            '--bootstrap-server',
            bootstrap,
            '--command-config',
            config,
          ],
          { timeoutMs: 120_000 },
        )

      // A client authenticates anew after 85 to 95 percent of a session: what is left of it has to do on a busy machine.
      test('goes on writing while it authenticates anew, twice', async () => {
        const login = `org.apache.kafka.common.security.scram.ScramLoginModule required username="bob" password="${bob.password}";`
        const text = `security.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\nsasl.jaas.config=${login}\nretries=0\n`
        const { exitCode, stdout } = await produce(kafka.login, await properties('scram.properties', text), 2200, 100)
        expect(exitCode).toBe(0)
        expect(stdout).toContain('2200 records sent')
        expect(stdout).not.toMatch(/Exception/)
      })

      test('shows its certificate', async () => {
        const text = `security.protocol=SSL\nssl.keystore.type=PEM\nssl.keystore.location=${kafka.clientPath}\n`
        const { stdout } = await produce(kafka.tls, await properties('tls.properties', text), 10, -1)
        expect(stdout).toContain('10 records sent')
      })

      test('comes with a token from a file', async () => {
        await writeFile(kafka.join('token.jwt'), kafka.token('erin', 300))
        const text = `security.protocol=SASL_SSL
sasl.mechanism=OAUTHBEARER
sasl.login.callback.handler.class=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler
sasl.oauthbearer.token.endpoint.url=file://${kafka.join('token.jwt')}
sasl.oauthbearer.jwt.retriever.class=org.apache.kafka.common.security.oauthbearer.FileJwtRetriever
sasl.jaas.config=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;
`
        const { stdout, stderr } = await runKafkaTool(
          'org.apache.kafka.tools.ProducerPerformance',
          [
            '--topic',
            'java-topic',
            '--num-records',
            '10',
            '--record-size',
            '100',
            '--throughput',
            '-1',
            '--bootstrap-server',
            kafka.login,
            '--command-config',
            await properties('oauth.properties', text),
          ],
          {
            timeoutMs: 120_000,
            jvmFlags: [
              `-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=file://${kafka.join('token.jwt')}`,
              `-Dorg.apache.kafka.sasl.oauthbearer.allowed.files=${kafka.join('token.jwt')}`,
            ],
          },
        )
        expect(stdout + (stdout.includes('10 records sent') ? '' : stderr)).toContain('10 records sent')
      })
    })
  })
})
