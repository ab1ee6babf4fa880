import { apacheClients } from './apache-clients.ts'
import { kafkaStreams } from './kafka-streams.ts'
import { kafkaPython, oldKafkaPython } from './kafka-python.ts'
import { librdkafka } from './librdkafka.ts'
import type { Suite } from './suite.ts'

/** Every suite of somebody else's, by the name that `npm run conformance` knows it by. */
export const SUITES = {
  librdkafka: librdkafka('classic'),
  'librdkafka-consumer': librdkafka('consumer'),
  'kafka-python': kafkaPython,
  'kafka-python-2.0.2': oldKafkaPython,
  'apache-clients': apacheClients,
  'kafka-streams': kafkaStreams,
} as const satisfies Record<string, Suite>

export type SuiteName = keyof typeof SUITES
