import { describe, expect, test } from 'vitest'
import type { FolderContents } from '../../../../src-renderer/api/segments.ts'
import { readDiskSearch } from '../../../../src-renderer/features/segments/disk-place.ts'
import { nextStart, type AtStart } from '../../../../src-renderer/features/segments/next-start.ts'

type State = FolderContents['start']['state']

/** A partition of three segments, from offsets 0, 100 and 200. */
function partition(state: State, recoveryPoint: bigint | null = null): AtStart {
  const segments = [0n, 100n, 200n].map((baseOffset) => ({
    baseOffset,
    nextOffset: baseOffset + 100n,
    sizeBytes: 1000,
    firstTimestamp: null,
    lastTimestamp: null,
    isActive: baseOffset === 200n,
    fileName: `${String(baseOffset).padStart(20, '0')}.log`,
    modifiedAt: 0n,
  }))
  const nothing = { logStartOffset: null, highWatermark: null, firstDirtyOffset: null }
  return { segments, start: { state, recoveryPoint, ...nothing } }
}

const badCrc = (fileName: string) => ({ kind: 'crc' as const, fileName, offset: 1n })
const lie = (fileName: string) => ({ kind: 'index-offset' as const, fileName, offset: 1n })

describe('what the next start does about damage', () => {
  test('after a clean stop: nothing, it trusts the files', () => {
    expect(nextStart(badCrc('00000000000000000200.log'), partition('clean'))).toContain('trusts the files')
    expect(nextStart(lie('00000000000000000200.index'), partition('clean'))).toContain('trusts the index')
  })

  test('after a crash it cuts from the segment of the recovery point on, and removes what is behind', () => {
    const crashed = partition('unclean', 150n)
    expect(nextStart(badCrc('00000000000000000000.log'), crashed)).toContain('before the recovery point 150')
    expect(nextStart(badCrc('00000000000000000100.log'), crashed)).toContain('removes the 1 behind it')
    expect(nextStart(badCrc('00000000000000000200.log'), crashed)).toContain('cuts it off here')
    expect(nextStart(lie('00000000000000000200.index'), crashed)).toContain('makes the indexes of this segment again')
    expect(nextStart(lie('00000000000000000000.index'), crashed)).toContain('trusts the index')
  })

  test('without a recovery point it looks at everything', () => {
    expect(nextStart(badCrc('00000000000000000000.log'), partition('unclean'))).toContain('removes the 2 behind it')
  })

  test('while a broker runs, and where nothing is known', () => {
    expect(nextStart(badCrc('00000000000000000000.log'), partition('running'))).toContain('nothing is cut before')
    expect(nextStart(badCrc('a copy.log'), null)).toContain('last whole batch')
  })
})

describe('a place on disk in an address', () => {
  test('is read as it was written, and what is none is left out', () => {
    expect(readDiskSearch({ folder: 'orders-0', file: 'x.log', at: 12, view: 'lookup', find: 'o42' })).toEqual({
      folder: 'orders-0',
      file: 'x.log',
      at: 12,
      view: 'lookup',
      find: 'o42',
    })
    expect(readDiskSearch({ folder: '', at: -1, view: 'everything', find: 'x42' })).toEqual({})
    expect(readDiskSearch({})).toEqual({})
    expect(readDiskSearch({ file: 'x.log?token=secret' })).toEqual({ file: 'x.log' })
  })
})
