import type { SegmentMap } from '../../api/segments.ts'
import { boxesOf, endOfPiece, heightOf, pieceAt, type MapLayout } from './map-layout.ts'

/** By what the pieces are coloured. */
export const MAP_MODES = ['codec', 'kind', 'age', 'size', 'compaction'] as const
export type MapMode = (typeof MAP_MODES)[number]

export const CODEC_COLOURS: readonly string[] = [
  '--map-none',
  '--map-gzip',
  '--map-snappy',
  '--map-lz4',
  '--map-zstd',
  '--map-unknown',
  '--map-unknown',
  '--map-unknown',
]
export const KIND_COLOURS: readonly string[] = ['--map-data', '--map-transactional', '--map-aborted', '--map-control']
const COLD = '--map-cold'
const HOT = '--map-hot'
const HORIZON_BIT = 16

export interface Drawing {
  readonly layout: MapLayout
  readonly map: SegmentMap
  readonly mode: MapMode
  /** Which part of each piece the next round of compaction takes. */
  readonly shares: readonly (number | null)[] | null
  /** Where the batch is that is looked at, and where the keyboard is. */
  readonly chosen: number | null
  readonly cursor: number | null
  /** From the oldest to the youngest, and the largest batch: what the ends of a scale mean. */
  readonly scale: { readonly oldest: number; readonly youngest: number; readonly largestBytes: number }
  /** What a CSS variable is at the moment. */
  readonly colourOf: (name: string) => string
}

/** Draws the map into a canvas. A few thousand rectangles, however many batches there are. */
export function drawMap(canvas: HTMLCanvasElement, drawing: Drawing): void {
  const { layout, map } = drawing
  const context = canvas.getContext('2d')
  if (!context) return
  const ratio = window.devicePixelRatio || 1
  const [width, height] = [layout.width, heightOf(layout)]
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  drawGround(context, drawing)
  for (let piece = 0; piece < map.positions.length; piece++) drawPiece(context, piece, drawing)
  mark(context, drawing, { at: drawing.cursor, colour: '--text', isStrong: false })
  mark(context, drawing, { at: drawing.chosen, colour: '--ember', isStrong: true })
}

/** Where nothing was read yet the ground shows. */
function drawGround(context: CanvasRenderingContext2D, { layout, colourOf }: Drawing): void {
  context.fillStyle = colourOf('--map-ground')
  for (const { x, y, width } of boxesOf(layout, layout.from, layout.to)) context.fillRect(x, y, width, layout.rowHeight)
}

function drawPiece(context: CanvasRenderingContext2D, piece: number, drawing: Drawing): void {
  const { layout, map, colourOf } = drawing
  const from = map.positions[piece] ?? 0
  const to = endOfPiece(map, piece)
  const isOne = map.batchCounts[piece] === 1
  for (const { x, y, width } of boxesOf(layout, from, to)) {
    // A gap between batches where there is room for one.
    const shown = isOne && width > 3 ? width - 1 : width
    for (const { colour, share } of layersOf(piece, drawing)) {
      context.globalAlpha = share
      context.fillStyle = colourOf(colour)
      context.fillRect(x, y, shown, layout.rowHeight)
    }
    context.globalAlpha = 1
    const accent = accentOf(piece, drawing)
    if (accent === null) continue
    context.fillStyle = colourOf(accent)
    context.fillRect(x, y + layout.rowHeight - 3, Math.max(1, shown), 3)
  }
}

interface Layer {
  readonly colour: string
  readonly share: number
}

function layersOf(piece: number, { map, mode, scale, shares }: Drawing): readonly Layer[] {
  switch (mode) {
    case 'codec':
      return [{ colour: CODEC_COLOURS[map.codecs[piece] ?? 0] ?? COLD, share: 1 }]
    case 'kind':
      return [{ colour: KIND_COLOURS[map.kinds[piece] ?? 0] ?? COLD, share: 1 }]
    case 'age': {
      const timestamp = map.timestamps[piece] ?? -1
      const span = scale.youngest - scale.oldest
      const share = timestamp < 0 ? 0 : span <= 0 ? 1 : (timestamp - scale.oldest) / span
      return heated(share)
    }
    case 'compaction':
      return heated(shares?.[piece] ?? 0)
    case 'size': {
      const bytes = endOfPiece(map, piece) - (map.positions[piece] ?? 0)
      const each = Math.max(61, bytes / Math.max(1, map.batchCounts[piece] ?? 1))
      return heated(Math.log(each / 61) / Math.max(0.01, Math.log(Math.max(62, scale.largestBytes) / 61)))
    }
  }
}

function heated(share: number): readonly Layer[] {
  return [
    { colour: COLD, share: 1 },
    { colour: HOT, share: Math.max(0, Math.min(1, share)) },
  ]
}

/** What is rare must be seen where most of a piece is something else. */
function accentOf(piece: number, { map, mode }: Drawing): string | null {
  if (mode !== 'kind') return null
  const bits = map.kindBits[piece] ?? 0
  const most = map.kinds[piece] ?? 0
  for (const kind of [2, 3, 1]) if (most !== kind && (bits & (1 << kind)) !== 0) return KIND_COLOURS[kind] ?? null
  return (bits & HORIZON_BIT) === 0 ? null : '--map-horizon'
}

interface Mark {
  readonly at: number | null
  readonly colour: string
  readonly isStrong: boolean
}

function mark(context: CanvasRenderingContext2D, drawing: Drawing, { at, colour, isStrong }: Mark): void {
  const { layout, map, colourOf } = drawing
  if (at === null || at < layout.from || at >= layout.to) return
  const piece = pieceAt(map, at)
  const [from, to] = piece < 0 ? [at, at + 1] : [map.positions[piece] ?? at, endOfPiece(map, piece)]
  context.strokeStyle = colourOf(colour)
  context.lineWidth = isStrong ? 2 : 1
  for (const { x, y, width } of boxesOf(layout, from, to)) {
    const wide = Math.max(4, width)
    context.strokeRect(Math.max(1, x - (wide - width) / 2), y + 1, wide - 1, layout.rowHeight - 2)
  }
}
