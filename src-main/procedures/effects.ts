import type { AnyContractProcedure } from '@orpc/contract'
import type { contract } from '../api/contract.ts'
import { procedureEffects } from './changes.ts'

/**
 * What a procedure does: asks only; changes Brokkr itself, its files or the local cluster's process; or changes the cluster that its input
 * names as `clusterId` or `targetClusterId`.
 */
export type Effect = 'reads' | 'console' | 'changes'

type EffectsOf<Router> = {
  readonly [Name in keyof Router]: Router[Name] extends AnyContractProcedure ? Effect : EffectsOf<Router[Name]>
}

/**
 * Of every procedure of the contract, as `changes.ts` declares it. On a cluster that is marked read-only what `changes` is refused, and so
 * is, at the socket, every request that changes something, whatever stands here.
 */
export const effects = Object.fromEntries(
  Object.entries(procedureEffects).map(([area, ofArea]) => [
    area,
    Object.fromEntries(Object.entries(ofArea).map(([name, effect]) => [name, wordFor(effect)])),
  ]),
) as EffectsOf<typeof contract>

function wordFor(effect: unknown): Effect {
  if (effect === 'reads') return 'reads'
  return effect === 'keeps' ? 'console' : 'changes'
}

/** What the procedure at this path of the contract does; of what nobody has said anything, the worst. */
export function effectOf(path: readonly string[]): Effect {
  let found: unknown = effects
  for (const name of path) {
    found =
      typeof found === 'object' && found !== null && Object.hasOwn(found, name)
        ? (found as Record<string, unknown>)[name]
        : undefined
  }
  return found === 'reads' || found === 'console' ? found : 'changes'
}
