import type { SegmentMap } from '../../api/segments.ts'

/** A stretch of a file, wrapped into rows as text is: each row holds as many bytes as the others. */
export interface MapLayout {
  readonly from: number
  readonly to: number
  /** In CSS pixels. */
  readonly width: number
  readonly rowCount: number
  readonly rowHeight: number
  readonly rowGap: number
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
}

export function heightOf({ rowCount, rowHeight, rowGap }: MapLayout): number {
  return rowCount * (rowHeight + rowGap) - rowGap
}

/** The rows' parts that bytes from one position to another take; at least a pixel wide, so that nothing is lost. */
export function boxesOf(layout: MapLayout, from: number, to: number): Box[] {
  const { width, rowCount } = layout
  const start = unrolled(layout, Math.max(from, layout.from))
  const end = Math.max(start + 1, unrolled(layout, Math.min(to, layout.to)))
  const boxes: Box[] = []
  const first = Math.max(0, Math.floor(start / width))
  const last = Math.min(rowCount - 1, Math.floor((end - 0.001) / width))
  for (let row = first; row <= last; row++) {
    const left = Math.max(0, start - row * width)
    const right = Math.min(width, end - row * width)
    if (right > left) boxes.push({ x: left, y: row * (layout.rowHeight + layout.rowGap), width: right - left })
  }
  return boxes
}

/** The position that a point of the map stands for. */
export function positionAt(layout: MapLayout, x: number, y: number): number {
  const { from, to, width, rowCount, rowHeight, rowGap } = layout
  const row = Math.max(0, Math.min(rowCount - 1, Math.floor(y / (rowHeight + rowGap))))
  const along = row * width + Math.max(0, Math.min(width - 0.001, x))
  return Math.min(to - 1, Math.floor(from + (along / (rowCount * width)) * (to - from)))
}

/** Which piece holds a position; -1 where there is none. */
export function pieceAt({ positions, to }: SegmentMap, position: number): number {
  if (position >= to || position < (positions[0] ?? Number.POSITIVE_INFINITY)) return -1
  let low = 0
  let high = positions.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((positions[middle] ?? 0) <= position) low = middle + 1
    else high = middle
  }
  return low - 1
}

export function endOfPiece({ positions, to }: SegmentMap, piece: number): number {
  return positions[piece + 1] ?? to
}

/** Where the next batch starts before or behind a position, of those that the pieces tell; null: there is none. */
export function neighbourOf(map: SegmentMap, position: number, step: 1 | -1): number | null {
  for (let piece = pieceAt(map, position) + step; piece >= 0 && piece < map.starts.length; piece += step) {
    const start = map.starts[piece] ?? -1
    if (start >= 0 && start !== position) return start
  }
  return null
}

export interface Stretch {
  readonly from: number
  readonly to: number
}

const SMALLEST_BYTES = 256

/** The stretch that is larger or smaller by a factor, with `at` where it was. Null: the whole file. */
export function zoomed(
  stretch: Stretch,
  { at, factor, sizeBytes }: { at: number; factor: number; sizeBytes: number },
): Stretch | null {
  const span = stretch.to - stretch.from
  const next = Math.max(Math.min(SMALLEST_BYTES, sizeBytes), Math.round(span * factor))
  if (next >= sizeBytes) return null
  const share = span === 0 ? 0 : (at - stretch.from) / span
  const from = Math.max(0, Math.min(sizeBytes - next, Math.round(at - share * next)))
  return { from, to: from + next }
}

function unrolled({ from, to, width, rowCount }: MapLayout, position: number): number {
  return ((position - from) / Math.max(1, to - from)) * width * rowCount
}
