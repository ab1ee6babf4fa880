/** Kafka's numbers for security protocols, as registrations and Metadata answers carry them. */
export const securityProtocols = { PLAINTEXT: 0, SSL: 1, SASL_PLAINTEXT: 2, SASL_SSL: 3 } as const

export interface Endpoint {
  /** The listener's name, such as PLAINTEXT. */
  readonly name: string
  readonly host: string
  readonly port: number
  /** One of `securityProtocols`. */
  readonly securityProtocol: number
}

export interface FeatureRange {
  readonly name: string
  readonly minSupportedVersion: number
  readonly maxSupportedVersion: number
}

/** The registration of a broker: its last incarnation and whether clients may be sent to it. */
export interface BrokerImage {
  readonly id: number
  readonly epoch: bigint
  readonly incarnationId: string
  readonly endpoints: readonly Endpoint[]
  readonly features: readonly FeatureRange[]
  readonly rack: string | null
  readonly fenced: boolean
  readonly inControlledShutdown: boolean
  readonly isMigratingZkBroker: boolean
  /** Uuids of its log directories. */
  readonly directories: readonly string[]
  readonly cordonedDirectories: readonly string[] | null
}

export interface ControllerImage {
  readonly id: number
  readonly incarnationId: string
  readonly zkMigrationReady: boolean
  readonly endpoints: readonly Endpoint[]
  readonly features: readonly FeatureRange[]
}
