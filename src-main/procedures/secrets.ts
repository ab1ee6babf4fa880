import { WatchedValue } from '../streams/watched-value.ts'
import { api } from './implementer.ts'

export const secrets = {
  watch: api.secrets.watch.handler(async function* ({ context: { vault }, signal }) {
    const keeping = new WatchedValue(vault.keeping)
    const stopListening = vault.onChange(() => keeping.set(vault.keeping))
    try {
      yield* keeping.watch(signal)
    } finally {
      stopListening()
    }
  }),
  unlock: api.secrets.unlock.handler(async ({ context: { vault, savedClusters }, input }) => {
    await vault.unlock(input.passphrase)
    // What was forgotten while it was locked.
    await vault.keepOnly(savedClusters.list().map(({ id }) => id))
  }),
  protect: api.secrets.protect.handler(({ context: { vault }, input }) => vault.protect(input.passphrase)),
  keepInMemory: api.secrets.keepInMemory.handler(({ context: { vault } }) => vault.dropFile()),
}
