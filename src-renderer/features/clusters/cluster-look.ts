import type { Cluster, ConnectionState } from '../../api/clusters.ts'
import type { ClusterColour } from '../../api/connections.ts'
import { texts } from '../../languages/texts.ts'

const HUES: Readonly<Record<ClusterColour, number>> = {
  blue: 212,
  green: 152,
  violet: 268,
  orange: 32,
  teal: 188,
  pink: 330,
  lime: 96,
  red: 4,
}

/** Red is for what the user has chosen it for. */
const AUTOMATIC: readonly ClusterColour[] = ['blue', 'green', 'violet', 'orange', 'teal', 'pink', 'lime']

export function cssOfColour(colour: ClusterColour): string {
  const hue = HUES[colour]
  return `light-dark(hsl(${hue} 55% 48%), hsl(${hue} 52% 60%))`
}

/** The colour by which a cluster is known everywhere: ember for the local one, the chosen one, otherwise the same for the same id. */
export function colourOfCluster({ id, kind, marks }: Pick<Cluster, 'id' | 'kind' | 'marks'>): string {
  if (kind === 'local') return 'light-dark(#e0632a, #f0763a)'
  if (marks.colour !== null) return cssOfColour(marks.colour)
  let hash = 0
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0
  return cssOfColour(AUTOMATIC[hash % AUTOMATIC.length] ?? 'blue')
}

export interface ConnectionLook {
  readonly tone: 'ok' | 'warn' | 'bad' | 'neutral'
  readonly text: string
  readonly isPulsing: boolean
}

/** The state of a session as a colour and a word. */
export function connectionLook(state: ConnectionState | undefined): ConnectionLook {
  const { states } = texts.clusters
  switch (state?.state) {
    case 'connected':
      return { tone: 'ok', text: states.connected, isPulsing: false }
    case 'reconnecting':
      return { tone: 'bad', text: states.reconnecting, isPulsing: true }
    case 'failed':
      return { tone: 'bad', text: state.needs === null ? states.failed : states.locked, isPulsing: false }
    case 'stopped':
      return { tone: 'neutral', text: states.stopped, isPulsing: false }
    case 'connecting':
      return { tone: 'warn', text: states.connecting, isPulsing: true }
    default:
      return { tone: 'neutral', text: states.unknown, isPulsing: true }
  }
}
