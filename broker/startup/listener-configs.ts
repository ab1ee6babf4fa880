import { brokerConfigs } from '../metadata/configs/broker-configs.ts'
import { splitListener } from '../metadata/configs/listener-config.ts'
import type { StaticConfigs } from '../metadata/configs/node-configs.ts'
import { listMembers } from '../metadata/configs/validate-config.ts'

const mechanismPattern = /^(plain|scram-sha-256|scram-sha-512|oauthbearer|gssapi)\.(.+)$/

/** The property that `name` sets, whether for all, for one listener, for one mechanism of SASL, or for one of a listener. */
export function propertyOf(name: string): string {
  const { baseName } = splitListener(name)
  return mechanismPattern.exec(baseName)?.[2] ?? baseName
}

/**
 * The properties as one listener sees them: `listener.name.sasl_ssl.ssl.keystore.location` is stronger than
 * `ssl.keystore.location`, and for a mechanism of SASL `listener.name.sasl_ssl.plain.` is stronger than both.
 */
export class ListenerConfigs {
  readonly #configs: StaticConfigs
  readonly #listenerPrefix: string

  constructor(configs: StaticConfigs, listenerName: string) {
    this.#configs = configs
    this.#listenerPrefix = `listener.name.${listenerName.toLowerCase()}.`
  }

  /** The value and the name that it was set by; with the default's value where nobody has set it. */
  find(name: string, mechanism?: string): { readonly value: string | null; readonly setBy: string } {
    const ofMechanism = mechanism === undefined ? [] : [`${mechanism.toLowerCase()}.${name}`]
    const names = [...ofMechanism, name].flatMap((each) => [`${this.#listenerPrefix}${each}`, each])
    // What is said of the listener is stronger than what is said of the mechanism alone.
    const ordered = [...names.filter((each) => each.startsWith(this.#listenerPrefix)), ...names]
    const setBy = ordered.find((each) => this.#configs.has(each))
    if (setBy === undefined) return { value: brokerConfigs.get(name)?.defaultValue ?? null, setBy: name }
    return { value: (this.#configs.get(setBy) ?? '').trim(), setBy }
  }

  text(name: string, mechanism?: string): string | null {
    const { value } = this.find(name, mechanism)
    return value === '' ? null : value
  }

  number(name: string, mechanism?: string): number {
    return Number(this.text(name, mechanism))
  }

  list(name: string, mechanism?: string): string[] {
    return listMembers(this.text(name, mechanism) ?? '')
  }
}
