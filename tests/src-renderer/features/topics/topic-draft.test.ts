import { describe, expect, it } from 'vitest'
import { EMPTY_DRAFT, validateDraft } from '../../../../src-renderer/features/topics/topic-draft.ts'

describe('a new topic', () => {
  it('has the cluster’s defaults for what is not said', () => {
    expect(validateDraft({ ...EMPTY_DRAFT, name: ' orders ', partitionCount: 3 }).topic).toEqual({
      name: 'orders',
      partitionCount: 3,
      replicationFactor: -1,
      configs: [],
    })
  })

  it('takes retention and cleanup policy as configs', () => {
    const draft = { ...EMPTY_DRAFT, name: 'orders', retention: '86400000', cleanupPolicy: 'compact' } as const
    expect(validateDraft(draft).topic?.configs).toEqual([
      { name: 'retention.ms', value: '86400000' },
      { name: 'cleanup.policy', value: 'compact' },
    ])
  })

  it('names no config twice: one that is written out wins', () => {
    const draft = {
      ...EMPTY_DRAFT,
      name: 'orders',
      retention: '86400000',
      configs: [{ name: 'retention.ms', value: ' 5000 ' }],
    } as const
    expect(validateDraft(draft).topic?.configs).toEqual([{ name: 'retention.ms', value: '5000' }])
  })

  it.each(['', '.', '..', 'a b', 'größe', 'a/b', 'x'.repeat(250)])('cannot be called %j', (name) => {
    const { topic, errors } = validateDraft({ ...EMPTY_DRAFT, name })
    expect(topic).toBeUndefined()
    expect(errors.name).toMatch(/topic/i)
  })

  it.each([null, 0, -1, 10_001])('cannot have %s partitions', (partitionCount) => {
    const { topic, errors } = validateDraft({ ...EMPTY_DRAFT, name: 'orders', partitionCount })
    expect(topic).toBeUndefined()
    expect(errors.partitions).toBe('Between 1 and 10,000')
  })
})
