import type { SecureMode } from '../../api/local-cluster.ts'
import type { Snippet } from './snippets.ts'

interface Access {
  readonly servers: string
  readonly caPath: string
  readonly user: string
  readonly password: string
}

/** What clients are configured with in secure mode, as a user who is no super user, ready to be pasted. */
export function securedSnippetsFor(servers: string, { caPath, users }: SecureMode): readonly Snippet[] {
  const user = users.find(({ isSuperUser }) => !isSuperUser) ?? users[0]
  if (user === undefined) return []
  const access = { servers, caPath, user: user.name, password: user.password }
  return [
    { id: 'kcat', label: 'kcat', language: 'shell', code: kcat(access) },
    { id: 'python', label: 'Python', language: 'python', code: python(access) },
    { id: 'java', label: 'Java', language: 'properties', code: java(access) },
    { id: 'javascript', label: 'JavaScript', language: 'javascript', code: javascript(access) },
  ]
}

/** PLAIN, because librdkafka before 2.6.1 does not get through the SCRAM of Kafka 4; the connection is encrypted anyway. */
function kcat({ servers, caPath, user, password }: Access): string {
  return `# save as kcat.conf; the same properties are those of every client that is made of librdkafka
# (with librdkafka 2.6.1 or newer, SCRAM-SHA-512 works as well)
bootstrap.servers=${servers}
security.protocol=SASL_SSL
ssl.ca.location=${caPath}
sasl.mechanisms=PLAIN
sasl.username=${user}
sasl.password=${password}

# then
echo hello | kcat -F kcat.conf -P -t quickstart-events
kcat -F kcat.conf -C -t quickstart-events -o beginning -e`
}

function python({ servers, caPath, user, password }: Access): string {
  return `# pip install kafka-python
from kafka import KafkaConsumer, KafkaProducer

cluster = dict(bootstrap_servers='${servers}', security_protocol='SASL_SSL',
               ssl_cafile=${JSON.stringify(caPath)},
               sasl_mechanism='SCRAM-SHA-512',
               sasl_plain_username='${user}', sasl_plain_password='${password}')

producer = KafkaProducer(**cluster)
producer.send('quickstart-events', b'hello')
producer.flush()

for message in KafkaConsumer('quickstart-events', **cluster,
                             auto_offset_reset='earliest', consumer_timeout_ms=2000):
    print(message.partition, message.offset, message.value)`
}

function java({ servers, caPath, user, password }: Access): string {
  const login = 'org.apache.kafka.common.security.scram.ScramLoginModule'
  return `# client.properties, for Apache Kafka's own tools (--command-config) and for programs
bootstrap.servers=${servers}
security.protocol=SASL_SSL
ssl.truststore.type=PEM
ssl.truststore.location=${caPath.replaceAll('\\', String.raw`\\`)}
sasl.mechanism=SCRAM-SHA-512
sasl.jaas.config=${login} required \\
  username="${user}" password="${password}";`
}

function javascript({ servers, caPath, user, password }: Access): string {
  return `// npm install kafkajs
import { readFileSync } from 'node:fs'
import { Kafka } from 'kafkajs'

const kafka = new Kafka({
  brokers: ['${servers}'],
  ssl: { ca: readFileSync(${JSON.stringify(caPath)}, 'utf8') },
  sasl: { mechanism: 'scram-sha-512', username: '${user}', password: '${password}' },
})

const producer = kafka.producer()
await producer.connect()
await producer.send({ topic: 'quickstart-events', messages: [{ value: 'hello' }] })
await producer.disconnect()`
}
