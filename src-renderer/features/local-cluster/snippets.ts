export interface Snippet {
  readonly id: string
  readonly label: string
  readonly language: string
  readonly code: string
}

/** Programs that produce and consume on a bootstrap address, ready to be pasted and run. */
export function snippetsFor(bootstrapServers: string): readonly Snippet[] {
  return [
    { id: 'kcat', label: 'kcat', language: 'shell', code: kcat(bootstrapServers) },
    { id: 'python', label: 'Python', language: 'python', code: python(bootstrapServers) },
    { id: 'java', label: 'Java', language: 'java', code: java(bootstrapServers) },
    { id: 'javascript', label: 'JavaScript', language: 'javascript', code: javascript(bootstrapServers) },
  ]
}

function kcat(servers: string): string {
  return `# what is there
kcat -b ${servers} -L

# write a message with a key and a header
echo 'berlin:{"temperature":21}' | kcat -b ${servers} -t quickstart-events -P -K: -H source=kcat

# read all of them: partition, offset, key, value
kcat -b ${servers} -t quickstart-events -C -o beginning -e -f '%p %o %k %s\\n'`
}

function python(servers: string): string {
  return `# pip install kafka-python
from kafka import KafkaConsumer, KafkaProducer

producer = KafkaProducer(bootstrap_servers='${servers}')
producer.send('quickstart-events', b'hello')
producer.flush()

for message in KafkaConsumer('quickstart-events', bootstrap_servers='${servers}',
                             auto_offset_reset='earliest', consumer_timeout_ms=2000):
    print(message.partition, message.offset, message.value)`
}

function java(servers: string): string {
  return `// org.apache.kafka:kafka-clients
var properties = new Properties();
properties.put("bootstrap.servers", "${servers}");
properties.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
properties.put("value.serializer", "org.apache.kafka.common.serialization.StringSerializer");

try (var producer = new KafkaProducer<String, String>(properties)) {
    producer.send(new ProducerRecord<>("quickstart-events", "hello"));
}`
}

function javascript(servers: string): string {
  return `// npm install kafkajs
import { Kafka } from 'kafkajs'

const kafka = new Kafka({ brokers: ['${servers}'] })

const producer = kafka.producer()
await producer.connect()
await producer.send({ topic: 'quickstart-events', messages: [{ value: 'hello' }] })
await producer.disconnect()

const consumer = kafka.consumer({ groupId: 'quickstart' })
await consumer.connect()
await consumer.subscribe({ topic: 'quickstart-events', fromBeginning: true })
await consumer.run({
  eachMessage: async ({ partition, message }) => console.log(partition, message.offset, String(message.value)),
})`
}
