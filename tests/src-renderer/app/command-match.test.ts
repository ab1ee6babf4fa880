import { describe, expect, it } from 'vitest'
import { matchCommands } from '../../../src-renderer/app/command-match.ts'

const commands = [
  { label: 'Topics', detail: 'Of this cluster' },
  { label: 'payment-orders', detail: 'Topic' },
  { label: 'orders', detail: 'Topic' },
  { label: 'orders-dlq', detail: 'Topic' },
  { label: 'billing', detail: 'Consumer group' },
]

describe('the command palette', () => {
  it('offers everything before something is typed', () => {
    expect(matchCommands(commands, '  ')).toEqual(commands)
  })

  it('puts the whole name first, then names that begin so, then the rest', () => {
    expect(matchCommands(commands, 'orders').map(({ label }) => label)).toEqual([
      'orders',
      'orders-dlq',
      'payment-orders',
    ])
  })

  it('wants every word, in the name or in what it is', () => {
    expect(matchCommands(commands, 'GROUP bil').map(({ label }) => label)).toEqual(['billing'])
    expect(matchCommands(commands, 'orders group')).toEqual([])
  })
})
