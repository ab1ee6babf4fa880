/** What the configuration file and the command line say, by Kafka's property names; nothing is filled in. */
export type StaticConfigs = ReadonlyMap<string, string>

/** The node from whose point of view configs are resolved. */
export interface NodeConfigs {
  readonly nodeId: number
  readonly staticConfigs: StaticConfigs
}
