import { expect, it } from 'vitest'
import { noMarks } from '../../../../src-main/api/connections.ts'
import { colourOfCluster, connectionLook } from '../../../../src-renderer/features/clusters/cluster-look.ts'

it('a cluster keeps its colour, the chosen one is stronger, and the local one is always ember', () => {
  const staging = { id: 'staging', kind: 'remote', marks: noMarks } as const
  expect(colourOfCluster(staging)).toBe(colourOfCluster({ ...staging }))
  expect(colourOfCluster({ ...staging, marks: { ...noMarks, colour: 'red' } })).toContain('hsl(4 ')
  expect(colourOfCluster({ id: 'local', kind: 'local', marks: noMarks })).toContain('#f0763a')
})

it('every state has a word, not only a colour', () => {
  const trouble = { why: '', remedy: '' }
  const states = [
    { state: 'connected', clusterId: 'x', brokerCount: 1, version: '4.3' },
    { state: 'connecting' },
    { state: 'reconnecting', ...trouble, retryAt: 0 },
    { state: 'failed', ...trouble, needs: null },
    { state: 'failed', ...trouble, needs: 'passphrase' },
    { state: 'stopped' },
  ] as const
  const words = [...states.map((state) => connectionLook(state).text), connectionLook(undefined).text]
  expect(new Set(words).size).toBe(7)
})
