import type { ConnectionState } from '../../api/clusters.ts'

const HUES = [212, 152, 268, 32, 188, 330, 96, 240] as const

/** The colour by which a cluster is known everywhere: ember for the local one, otherwise the same for the same id. */
export function colourOfCluster(cluster: { readonly id: string; readonly kind: 'local' | 'remote' }): string {
  if (cluster.kind === 'local') return 'light-dark(#e0632a, #f0763a)'
  let hash = 0
  for (const character of cluster.id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0
  const hue = HUES[hash % HUES.length] ?? HUES[0]
  return `light-dark(hsl(${hue} 55% 48%), hsl(${hue} 52% 60%))`
}

export interface ConnectionLook {
  readonly tone: 'ok' | 'warn' | 'bad' | 'neutral'
  readonly text: string
  readonly isPulsing: boolean
}

/** The state of a session as a colour and a word. */
export function connectionLook(state: ConnectionState | undefined): ConnectionLook {
  switch (state?.state) {
    case 'connected':
      return { tone: 'ok', text: 'Connected', isPulsing: false }
    case 'unreachable':
      return { tone: 'bad', text: 'Unreachable', isPulsing: false }
    case 'stopped':
      return { tone: 'neutral', text: 'Stopped', isPulsing: false }
    case 'connecting':
      return { tone: 'warn', text: 'Connecting', isPulsing: true }
    default:
      return { tone: 'neutral', text: 'Not known yet', isPulsing: true }
  }
}
