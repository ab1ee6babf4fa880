import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SegmentMap } from '../../../../src-renderer/api/segments.ts'
import {
  boxesOf,
  heightOf,
  neighbourOf,
  pieceAt,
  positionAt,
  zoomed,
  type MapLayout,
} from '../../../../src-renderer/features/segments/map-layout.ts'

const layout: MapLayout = { from: 1000, to: 9000, width: 200, rowCount: 4, rowHeight: 18, rowGap: 3 }

/** Pieces that begin at these positions; `starts` where batches do. */
function mapOf(positions: readonly number[], to: number, starts: readonly number[] = positions): SegmentMap {
  const columns = positions.map(() => 0)
  return {
    from: positions[0] ?? 0,
    to,
    positions: [...positions],
    starts: [...starts],
    batchCounts: columns,
    codecs: columns,
    kinds: columns,
    kindBits: columns,
    timestamps: columns,
    codecNames: [],
  }
}

describe('a map in rows', () => {
  test('covers every pixel once', () => {
    const boxes = boxesOf(layout, 1000, 9000)
    expect(boxes).toEqual([0, 21, 42, 63].map((y) => ({ x: 0, y, width: 200 })))
    expect(heightOf(layout)).toBe(81)
  })

  test('wraps a batch that does not fit the rest of its row', () => {
    // A row has 2000 bytes, a pixel ten.
    const boxes = boxesOf(layout, 2900, 3200).map(({ x, y, width }) => [x, y, Math.round(width)])
    expect(boxes).toEqual([
      [190, 0, 10],
      [0, 21, 20],
    ])
  })

  test('shows what is smaller than a pixel as one', () => {
    expect(boxesOf(layout, 5000, 5001)).toEqual([{ x: 0, y: 42, width: 1 }])
  })

  test('a point of a box stands for a position in it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 8998 }), (position) => {
        const [box] = boxesOf(layout, position, position + 1)
        const found = positionAt(layout, box?.x ?? -1, (box?.y ?? -1) + 5)
        expect(Math.abs(found - position)).toBeLessThanOrEqual(1)
      }),
      { seed: 5 },
    )
  })

  test('a point beside the map stands for its edge', () => {
    expect(positionAt(layout, -50, -50)).toBe(1000)
    expect(positionAt(layout, 9999, 9999)).toBe(8999)
  })
})

describe('pieces', () => {
  const map = mapOf([0, 100, 250, 300], 400, [0, 120, -1, 310])

  test('are found by a position in them', () => {
    expect([0, 99, 100, 399, 400, -1].map((position) => pieceAt(map, position))).toEqual([0, 0, 1, 3, -1, -1])
  })

  test('lead from batch to batch, over those that lie within one', () => {
    expect(neighbourOf(map, 120, 1)).toBe(310)
    expect(neighbourOf(map, 310, -1)).toBe(120)
    expect(neighbourOf(map, 0, -1)).toBeNull()
    expect(neighbourOf(map, 310, 1)).toBeNull()
  })
})

describe('zooming', () => {
  test('keeps what is pointed at where it is, within the file', () => {
    expect(zoomed({ from: 0, to: 1000 }, { at: 500, factor: 0.5, sizeBytes: 1000 })).toEqual({ from: 250, to: 750 })
    expect(zoomed({ from: 0, to: 1000 }, { at: 0, factor: 0.5, sizeBytes: 1000 })).toEqual({ from: 0, to: 500 })
    expect(zoomed({ from: 600, to: 1000 }, { at: 1000, factor: 2, sizeBytes: 1000 })).toEqual({ from: 200, to: 1000 })
  })

  test('ends at the whole file and at a few bytes', () => {
    expect(zoomed({ from: 250, to: 750 }, { at: 500, factor: 4, sizeBytes: 1000 })).toBeNull()
    expect(zoomed({ from: 100, to: 400 }, { at: 200, factor: 0.01, sizeBytes: 1000 })).toMatchObject({
      from: expect.any(Number),
    })
  })
})
