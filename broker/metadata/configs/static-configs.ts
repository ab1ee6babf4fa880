/** What the configuration file and the command line say, by Kafka's property names; nothing is filled in. */
export type StaticConfigs = ReadonlyMap<string, string>
