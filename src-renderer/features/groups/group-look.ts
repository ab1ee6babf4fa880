import type { GroupSummary } from '../../api/groups.ts'
import { texts } from '../../languages/texts.ts'

type Tone = 'neutral' | 'ok' | 'warn' | 'bad' | 'info'

/** How the state of a group looks. The names of states are Kafka's own, those of the new protocols included. */
export function toneOfState(state: string): Tone {
  switch (state.toLowerCase()) {
    case 'stable':
      return 'ok'
    case 'preparingrebalance':
    case 'completingrebalance':
    case 'assigning':
    case 'reconciling':
    case 'notready':
      return 'warn'
    case 'dead':
      return 'bad'
    default:
      return 'neutral'
  }
}

export function nameOfType(type: GroupSummary['type']): string {
  return texts.groups.types[type]
}
