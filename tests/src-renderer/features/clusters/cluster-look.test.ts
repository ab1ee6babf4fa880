import { expect, it } from 'vitest'
import { colourOfCluster, connectionLook } from '../../../../src-renderer/features/clusters/cluster-look.ts'

it('a cluster keeps its colour, and the local one is always ember', () => {
  const staging = { id: 'staging', kind: 'remote' } as const
  expect(colourOfCluster(staging)).toBe(colourOfCluster({ ...staging }))
  expect(colourOfCluster({ id: 'local', kind: 'local' })).toContain('#f0763a')
})

it('every state has a word, not only a colour', () => {
  const states = [
    { state: 'connected', clusterId: 'x', brokerCount: 1, version: '4.3' },
    { state: 'connecting' },
    { state: 'unreachable', why: '', remedy: '' },
    { state: 'stopped' },
  ] as const
  const words = [...states.map((state) => connectionLook(state).text), connectionLook(undefined).text]
  expect(new Set(words).size).toBe(5)
})
