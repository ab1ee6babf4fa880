import { texts } from '../languages/texts.ts'

/** `PreparingRebalance` as people read it: `Preparing rebalance`. States that we do not know, as Kafka writes them. */
export function nameOfState(state: string): string {
  const names: Readonly<Record<string, string>> = texts.groups.states
  return names[state.toLowerCase()] ?? state
}
