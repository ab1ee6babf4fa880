import { expect, test } from 'vitest'
import { previewRow } from '../../../src-main/procedures/topic-effect.ts'

const bounds = { partition: 0, startOffset: 10n, endOffset: 30n }

test.each([
  ['an offset within', 15n, { beforeOffset: 15n, lostCount: 5n, note: null }],
  ['the end', 'end', { beforeOffset: 30n, lostCount: 20n, note: null }],
  ['an offset after the end', 99n, { beforeOffset: 30n, lostCount: 20n, note: 'after-end' }],
  ['an offset that is gone', 0n, { beforeOffset: 10n, lostCount: 0n, note: 'before-start' }],
  ['the start', 10n, { beforeOffset: 10n, lostCount: 0n, note: null }],
  ['a time after the last record', null, { beforeOffset: 30n, lostCount: 20n, note: 'no-record-that-late' }],
] as const)('up to %s', (_what, wanted, expected) => {
  expect(previewRow(bounds, wanted)).toEqual({ ...bounds, ...expected })
})
