import type { GroupSummary } from '../../api/groups.ts'

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

const TYPES: Readonly<Record<GroupSummary['type'], string>> = {
  classic: 'Classic',
  consumer: 'Consumer (KIP-848)',
  share: 'Share',
  streams: 'Streams',
  unknown: 'Unknown',
}

export function nameOfType(type: GroupSummary['type']): string {
  return TYPES[type]
}

/** `PreparingRebalance` as people read it: `Preparing rebalance`. */
export function nameOfState(state: string): string {
  const words = state.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
