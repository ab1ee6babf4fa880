import { handlers } from '../../broker/handlers/registry.ts'
import type { Api } from '../../broker/protocol/api.ts'
import { Chance } from './chance.ts'
import { fuzzedLogin } from './fuzzed-logins.ts'
import { mutate } from './mutate.ts'
import { encodeAny, type Vocabulary } from './random-message.ts'

/** One thing to send, with its size in front. */
export interface FuzzedRequest {
  readonly bytes: Buffer
  readonly api: Api
  readonly version: number
  readonly correlationId: number
  /** What was damaged. One that is whole is answered, in its turn, by what its schema describes. */
  readonly damage: Damage
}

/** A damaged frame may be taken for several, a damaged header for another request: answers cannot be told apart then. */
export type Damage = 'none' | 'body' | 'header' | 'frame'

/** Size, API key, version and correlation id. */
const HEADER_BYTES = 12

/** Requests of every API and version that the broker serves, some damaged, the same for the same seed. */
export class RequestSource {
  readonly #chance: Chance
  readonly #vocabulary: Vocabulary
  #correlationId = 0

  constructor(seed: number, vocabulary: Vocabulary) {
    this.#chance = new Chance(seed)
    this.#vocabulary = vocabulary
  }

  /** Requests to send in one go: half of the times whole ones only, for the broker ends a connection at the first bad one. */
  nextBatch(): FuzzedRequest[] {
    const isSpoilt = this.#chance.oneIn(2)
    return Array.from({ length: 1 + this.#chance.below(12) }, () => this.#next(isSpoilt && this.#chance.oneIn(3)))
  }

  #next(isDamaged: boolean): FuzzedRequest {
    const chance = this.#chance
    const { api } = chance.pick(handlers)
    const { min, max } = api.request.validVersions
    const version = min + chance.below(max - min + 1)
    const correlationId = ++this.#correlationId
    const body = encodeAny(api, { version, correlationId, chance, vocabulary: this.#vocabulary })
    const damage = isDamaged ? this.#chance.pick(DAMAGES) : 'none'
    return { bytes: this.#damaged(body, damage), api, version, correlationId, damage }
  }

  /** Bytes of no form at all. */
  noise(): Buffer {
    return Buffer.from(this.#chance.bytes(1 + this.#chance.below(200)))
  }

  wantsNoise(): boolean {
    return this.#chance.oneIn(40)
  }

  /** Whether to keep a connection open on which the broker may wait for the rest of a frame, to see that it can. */
  wantsToWait(): boolean {
    return this.#chance.oneIn(200)
  }

  /** The requests of a connection to a listener that asks for a login. */
  nextLogin(): Buffer[] {
    return fuzzedLogin(this.#chance, this.#vocabulary)
  }

  #damaged(bytes: Buffer, damage: Damage): Buffer {
    if (damage === 'none') return bytes
    if (damage === 'frame') return mutate(bytes, this.#chance)
    // The size in front stays right, so that the damage is looked at.
    const kept = damage === 'header' ? 4 : HEADER_BYTES
    const inside = Buffer.concat([bytes.subarray(4, kept), mutate(bytes.subarray(kept), this.#chance)])
    const size = Buffer.alloc(4)
    size.writeInt32BE(inside.length)
    return Buffer.concat([size, inside])
  }
}

const DAMAGES: readonly Damage[] = ['body', 'body', 'body', 'header', 'frame']
