/** Kafka's numbers for the mechanisms of SCRAM, in records and requests. */
export const scramMechanismNumbers = { 'SCRAM-SHA-256': 1, 'SCRAM-SHA-512': 2 } as const
