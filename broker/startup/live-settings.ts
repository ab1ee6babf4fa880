import type { LogDirectory } from '../log/log-directory.ts'
import { statedConfigs } from '../metadata/configs/resolve-config.ts'
import { brokerConfigsProblem } from '../metadata/configs/validate-broker-configs.ts'
import { brokerResource, configResourceTypes, type ConfigResource } from '../metadata/image/config-resource.ts'
import type { MetadataDelta } from '../metadata/image/metadata-delta.ts'
import type { MetadataImage } from '../metadata/image/metadata-image.ts'
import type { KafkaServer } from '../server/kafka-server.ts'
import type { Environment } from '../environment/environment.ts'
import type { BrokerConfiguration } from './broker-configuration.ts'
import { brokerSettings } from './broker-settings.ts'
import { combinationProblem } from './setting-combinations.ts'
import { connectionLimits } from './listener-limits.ts'
import { usesTls, tlsOf } from './listener-security.ts'
import { StartFailure } from './start-failure.ts'

export interface LiveSettingsOptions {
  readonly configuration: BrokerConfiguration
  readonly environment: Environment
  readonly server: KafkaServer
  readonly directory: LogDirectory
  readonly report: (message: string) => void
}

/** Kafka opens and closes listeners while it runs; this broker does not. */
const openedAtStart = ['listeners', 'listener.security.protocol.map'] as const

/**
 * Brings what administrators change of a running broker (KIP-226) to those whom it concerns: limits of connections, the
 * certificates of listeners, and what of the log is the broker's and no topic's.
 */
export class LiveSettings {
  readonly #options: LiveSettingsOptions
  readonly #own: ConfigResource

  constructor(options: LiveSettingsOptions) {
    this.#options = options
    this.#own = brokerResource(options.configuration.nodeId)
  }

  /** What the metadata says at the start. */
  begin(image: MetadataImage): void {
    const own = image.configsOf(this.#own).size > 0
    if (own || image.configsOf(brokerResource(null)).size > 0) this.#applyLimits(image)
    if (own) this.#renewCertificates(image)
  }

  follow({ changedConfigs, after }: MetadataDelta): void {
    if (changedConfigs.some(({ type }) => type === configResourceTypes.broker)) this.#applyLimits(after)
    // What concerns security is set for each broker by itself.
    const { type, name } = this.#own
    if (changedConfigs.some((each) => each.type === type && each.name === name)) this.#renewCertificates(after)
  }

  /** Why the dynamic configs of this broker cannot be `values`; null when they can. Files that they name are read. */
  problemOf(image: MetadataImage, values: ReadonlyMap<string, string>): string | null {
    const { configuration, environment } = this.#options
    // What is wrong by itself is for the controller to say.
    if (brokerConfigsProblem(values, 'one-broker') !== null) return null
    const fixed = openedAtStart.find(
      (name) => (values.get(name) ?? null) !== (image.configsOf(this.#own).get(name) ?? null),
    )
    if (fixed !== undefined) {
      return `${fixed} cannot be changed while this broker runs: it opens its listeners when it starts. Set it where the broker is configured, and restart it.`
    }
    const staticConfigs = statedConfigs(image, configuration, values)
    const problem = combinationProblem(staticConfigs)
    if (problem !== null) return problem
    try {
      brokerSettings(staticConfigs)
      for (const listener of configuration.listeners.filter(usesTls)) tlsOf(listener, { staticConfigs, environment })
      return null
    } catch (error) {
      if (!(error instanceof StartFailure)) throw error
      return error.message
    }
  }

  #applyLimits(image: MetadataImage): void {
    const { configuration, server, directory } = this.#options
    const { listeners } = configuration
    const staticConfigs = statedConfigs(image, configuration)
    const settings = brokerSettings(staticConfigs)
    directory.follow(settings.log)
    server.follow({
      ...settings.server,
      listeners: listeners.map((each) => ({
        name: each.name,
        ...connectionLimits(staticConfigs, each, listeners.length),
      })),
    })
  }

  /** A certificate that cannot be read does not end a broker that has one: the listener keeps what it has. */
  #renewCertificates(image: MetadataImage): void {
    const { configuration, environment, server, report } = this.#options
    const staticConfigs = statedConfigs(image, configuration)
    for (const listener of configuration.listeners.filter(usesTls)) {
      try {
        server.renewTls(listener.name, tlsOf(listener, { staticConfigs, environment }))
      } catch (error) {
        if (!(error instanceof StartFailure)) throw error
        report(`${error.message} It keeps the certificates that it has.`)
      }
    }
  }
}
