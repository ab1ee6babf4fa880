import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MessageRow } from '../../../../src-renderer/api/messages.ts'
import { compareRows, RowBuffer } from '../../../../src-renderer/features/messages/row-buffer.ts'
import { rowAt } from './message-row.ts'

const arbitraryRow = fc
  .record({ timestamp: fc.bigInt(-1n, 20n), partition: fc.nat(3), offset: fc.bigInt(0n, 500n) })
  .map(rowAt)
const arbitraryBatches = fc.array(fc.array(arbitraryRow, { maxLength: 12 }), { maxLength: 8 })

const placesOf = (rows: readonly MessageRow[]) =>
  rows.map(({ timestamp, partition, offset }) => `${timestamp} ${partition}@${offset}`)

describe('rows of a list', () => {
  test('stand in the order of time over all partitions, however they came', () => {
    fc.assert(
      fc.property(arbitraryBatches, (batches) => {
        const buffer = new RowBuffer({ order: 'oldest-first', capacity: 1000 })
        for (const batch of batches) buffer.add(batch)
        expect(placesOf(buffer.rows())).toEqual(placesOf(batches.flat().sort(compareRows)))
      }),
    )
  })

  test('newest first is the same the other way round', () => {
    fc.assert(
      fc.property(arbitraryBatches, (batches) => {
        const oldest = new RowBuffer({ order: 'oldest-first', capacity: 1000 })
        const newest = new RowBuffer({ order: 'newest-first', capacity: 1000 })
        for (const batch of batches) {
          oldest.add(batch)
          newest.add(batch)
        }
        expect(placesOf(newest.rows())).toEqual(placesOf(oldest.rows()).reverse())
      }),
    )
  })

  test.each(['newest-first', 'oldest-first'] as const)('%s: a full list drops the oldest and counts them', (order) => {
    fc.assert(
      fc.property(arbitraryBatches, fc.integer({ min: 1, max: 20 }), (batches, capacity) => {
        const buffer = new RowBuffer({ order, capacity })
        for (const batch of batches) buffer.add(batch)
        const all = batches.flat().sort(compareRows)
        const kept = all.slice(Math.max(0, all.length - capacity))
        expect(placesOf(buffer.rows()).sort()).toEqual(placesOf(kept).sort())
        expect(buffer.droppedCount).toBe(all.length - kept.length)
      }),
    )
  })

  test('what was given does not change when more comes', () => {
    const buffer = new RowBuffer({ order: 'newest-first', capacity: 10 })
    buffer.add([rowAt({ timestamp: 1n, partition: 0, offset: 1n })])
    const before = buffer.rows()
    buffer.add([rowAt({ timestamp: 2n, partition: 0, offset: 2n })])
    expect(before).toHaveLength(1)
    expect(buffer.rows()).toHaveLength(2)
  })
})
