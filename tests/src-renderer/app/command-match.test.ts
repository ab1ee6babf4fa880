import { describe, expect, it } from 'vitest'
import { matchCommands } from '../../../src-renderer/app/command-match.ts'

const commands = [
  { id: 'Topics', label: 'Topics', detail: 'Of this cluster' },
  { id: 'payment-orders', label: 'payment-orders', detail: 'Topic' },
  { id: 'orders', label: 'orders', detail: 'Topic' },
  { id: 'orders-dlq', label: 'orders-dlq', detail: 'Topic' },
  { id: 'billing', label: 'billing', detail: 'Consumer group' },
]

describe('the command palette', () => {
  it('offers everything before something is typed', () => {
    expect(matchCommands(commands, '  ', 12)).toEqual(commands)
  })

  it('puts the whole name first, then names that begin so, then the rest', () => {
    expect(matchCommands(commands, 'orders', 12).map(({ label }) => label)).toEqual([
      'orders',
      'orders-dlq',
      'payment-orders',
    ])
  })

  it('puts what is called exactly so before what has more words between, and the middle of a word last', () => {
    const labels = ['Times in America/Cordoba', 'Delete messages of orders', 'Delete orders', 'payment-orders']
    const all = labels.map((label) => ({ id: label, label, detail: '' }))
    const [, messages, topic, payment] = labels
    expect(matchCommands(all, 'delete orders', 12).map(({ label }) => label)).toEqual([topic, messages])
    expect(matchCommands(all, 'ord', 12).map(({ label }) => label)).toEqual([messages, topic, payment, labels[0]])
  })

  it('wants every word, in the name or in what it is', () => {
    expect(matchCommands(commands, 'GROUP bil', 12).map(({ label }) => label)).toEqual(['billing'])
    expect(matchCommands(commands, 'orders group', 12)).toEqual([])
  })

  it('gives as many as are asked for, and what is there twice once', () => {
    expect(matchCommands([...commands, ...commands], 'orders', 12)).toHaveLength(3)
    expect(matchCommands(commands, 'orders', 2).map(({ label }) => label)).toEqual(['orders', 'orders-dlq'])
  })
})
