/** A map that is copied at its first change, so that images share the maps in which nothing happened. */
export class DraftMap<Key, Value> {
  #current: ReadonlyMap<Key, Value>
  #own: Map<Key, Value> | null = null

  constructor(base: ReadonlyMap<Key, Value>) {
    this.#current = base
  }

  get(key: Key): Value | undefined {
    return this.#current.get(key)
  }

  values(): IterableIterator<Value> {
    return this.#current.values()
  }

  set(key: Key, value: Value): void {
    this.#writable().set(key, value)
  }

  delete(key: Key): void {
    if (this.#current.has(key)) this.#writable().delete(key)
  }

  /** The map as it is now. Later changes go to a copy. */
  freeze(): ReadonlyMap<Key, Value> {
    this.#own = null
    return this.#current
  }

  #writable(): Map<Key, Value> {
    if (this.#own !== null) return this.#own
    const copy = new Map(this.#current)
    this.#own = copy
    this.#current = copy
    return copy
  }
}
