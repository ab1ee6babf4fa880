import { IconMinus, IconPlus, IconArrowsMaximize } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { KeyboardEvent, PointerEvent, ReactNode, RefObject } from 'react'
import { useEffect, useRef, useState } from 'react'
import { queries } from '../../api/client.ts'
import type { SegmentMap, SurveyStatus } from '../../api/segments.ts'
import { IconButton } from '../../components/button.tsx'
import { useElementWidth } from '../../components/element-width.ts'
import { ChoiceField } from '../../components/fields.tsx'
import { Spacer } from '../../components/layout.tsx'
import { texts } from '../../languages/texts.ts'
import { MapCaption, useMapText } from './map-caption.tsx'
import { drawMap, MAP_MODES, type MapMode } from './map-drawing.ts'
import { heightOf, neighbourOf, pieceAt, positionAt, zoomed, type MapLayout, type Stretch } from './map-layout.ts'
import { MapLegend } from './map-legend.tsx'
import styles from './segment-map.module.css'
import type { ForecastInHand } from './use-forecast.ts'
import { useThemeCount } from './use-theme-count.ts'

export interface SegmentMapProps {
  readonly surveyId: string
  readonly status: SurveyStatus
  /** Where the batch starts that is looked at. */
  readonly chosen: number | null
  readonly onChoose: (position: number) => void
  readonly mode: MapMode
  readonly onMode: (mode: MapMode) => void
  readonly fileName: string
  /** Of the compaction that is foretold; null where it is not asked for, or nothing is compacted. */
  readonly forecast: ForecastInHand
}

const ROW_HEIGHT = 18
const ROW_GAP = 3
const PIXELS_A_PIECE = 3

/**
 * A file as it lies on the disk, row below row: every batch as wide as it is large. Zoomed with the wheel, a drag or the
 * keys + and −; the arrow keys go from batch to batch, Enter opens one.
 */
export function SegmentMapView(props: SegmentMapProps): ReactNode {
  const { surveyId, status, chosen, onChoose, mode, onMode, fileName, forecast } = props
  const frame = useRef<HTMLDivElement>(null)
  const width = Math.floor(useElementWidth(frame) ?? 0)
  const [stretch, setStretch] = useState<Stretch | null>(null)
  const [cursor, setCursor] = useState<number | null>(null)
  const [pointed, setPointed] = useState<number | null>(null)
  const whole = { from: 0, to: Math.max(1, status.sizeBytes) }
  const shown = stretch ?? whole
  const rowCount = window.innerHeight < 700 ? 3 : status.sizeBytes < 20_000 ? 4 : 6
  const layout: MapLayout = { ...shown, width, rowCount, rowHeight: ROW_HEIGHT, rowGap: ROW_GAP }
  const map = useMap({ surveyId, status, layout })
  const shares = useShares({ map, fileName, forecast })
  const zoom = (at: number, factor: number): void =>
    setStretch(zoomed(shown, { at, factor, sizeBytes: status.sizeBytes }))
  const middle = cursor ?? chosen ?? (shown.from + shown.to) / 2
  const words = texts.segments.map
  const seen = pointed ?? cursor
  return (
    <figure className={styles.figure} aria-label={words.label}>
      <div className={styles.bar}>
        <ChoiceField
          label={words.by}
          value={mode}
          options={MAP_MODES.map((value) => ({ value, label: words.modes[value] }))}
          onChange={onMode}
        />
        <MapLegend mode={mode} status={status} />
        <Spacer />
        <IconButton label={words.zoomIn} size={24} onClick={() => zoom(middle, 0.5)}>
          <IconPlus size={14} />
        </IconButton>
        <IconButton label={words.zoomOut} size={24} isDisabled={stretch === null} onClick={() => zoom(middle, 2)}>
          <IconMinus size={14} />
        </IconButton>
        <IconButton label={words.whole} size={24} isDisabled={stretch === null} onClick={() => setStretch(null)}>
          <IconArrowsMaximize size={14} />
        </IconButton>
      </div>
      <div ref={frame} className={styles.frame} style={{ height: heightOf({ ...layout, width: 1 }) }}>
        {width > 0 && (
          <Surface
            {...{
              layout,
              map,
              shares,
              mode,
              status,
              chosen,
              cursor,
              onChoose,
              setCursor,
              setPointed,
              setStretch,
              zoom,
            }}
            isZoomed={stretch !== null}
          />
        )}
      </div>
      <Overview shown={shown} sizeBytes={status.sizeBytes} isZoomed={stretch !== null} />
      <MapCaption map={map} position={seen} status={status} />
    </figure>
  )
}

/** The pieces that are shown; those of before until the new ones are here. */
function useMap({
  surveyId,
  status,
  layout,
}: {
  surveyId: string
  status: SurveyStatus
  layout: MapLayout
}): SegmentMap | undefined {
  const to = Math.min(layout.to, status.readBytes)
  const share = (to - layout.from) / (layout.to - layout.from)
  const pieces = Math.max(1, Math.min(10_000, Math.round((share * layout.width * layout.rowCount) / PIXELS_A_PIECE)))
  return useQuery(
    queries.segments.map.queryOptions({
      input: { surveyId, from: layout.from, to: Math.max(layout.from, to), pieces },
      enabled: layout.width > 0 && to > layout.from,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 10_000,
      placeholderData: keepPreviousData,
    }),
  ).data
}

/** Which part of each piece of a map compaction takes. */
function useShares({
  map,
  fileName,
  forecast: { forecastId },
}: {
  readonly map: SegmentMap | undefined
  readonly fileName: string
  readonly forecast: ForecastInHand
}): readonly (number | null)[] | null {
  const isKnown = forecastId !== null && map !== undefined && map.positions.length > 0
  const { data } = useQuery({
    ...queries.segments.foretoldMap.queryOptions({
      input: { forecastId: forecastId ?? '', fileName, positions: map?.positions ?? [], to: map?.to ?? 0 },
    }),
    enabled: isKnown,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 10_000,
    placeholderData: keepPreviousData,
  })
  return isKnown ? (data?.shares ?? null) : null
}

interface SurfaceProps {
  readonly layout: MapLayout
  readonly map: SegmentMap | undefined
  readonly shares: readonly (number | null)[] | null
  readonly mode: MapMode
  readonly status: SurveyStatus
  readonly chosen: number | null
  readonly cursor: number | null
  readonly isZoomed: boolean
  readonly onChoose: (position: number) => void
  readonly setCursor: (position: number | null) => void
  readonly setPointed: (position: number | null) => void
  readonly setStretch: (stretch: Stretch | null) => void
  readonly zoom: (at: number, factor: number) => void
}

function Surface(props: SurfaceProps): ReactNode {
  const { layout, map, status, chosen, cursor, isZoomed, onChoose, setCursor, setPointed, setStretch, zoom } = props
  const said = useMapText({ map, position: cursor ?? chosen, status })
  const canvas = useRef<HTMLCanvasElement>(null)
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number } | null>(null)
  useDrawing(canvas, props)
  useWheel(canvas, { layout, zoom })
  const at = (event: PointerEvent): number => {
    const { left = 0, top = 0 } = canvas.current?.getBoundingClientRect() ?? {}
    return positionAt(layout, event.clientX - left, event.clientY - top)
  }
  const end = (event: PointerEvent): void => {
    const to = at(event)
    const from = drag?.from ?? to
    setDrag(null)
    const bytesPerPixel = (layout.to - layout.from) / (layout.width * layout.rowCount)
    if (Math.abs(to - from) > bytesPerPixel * 8) {
      return setStretch({ from: Math.min(from, to), to: Math.max(from, to) + 1 })
    }
    const position = startOf(map, to)
    setCursor(position)
    if (position !== null) onChoose(position)
  }
  return (
    <div
      role="slider"
      aria-label={texts.segments.map.keys}
      aria-valuemin={layout.from}
      aria-valuemax={layout.to}
      aria-valuenow={cursor ?? chosen ?? layout.from}
      aria-valuetext={said}
      tabIndex={0}
      className={styles.surface}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        setDrag({ from: at(event), to: at(event) })
      }}
      onPointerMove={(event) => {
        setPointed(at(event))
        setDrag((before) => before && { ...before, to: at(event) })
      }}
      onPointerUp={end}
      onPointerLeave={() => setPointed(null)}
      onDoubleClick={() => isZoomed && setStretch(null)}
      onKeyDown={(event) => onKey(event, props)}
      onBlur={() => setCursor(null)}
    >
      <canvas ref={canvas} className={styles.canvas} aria-hidden />
      {drag && drag.to !== drag.from && <Brush layout={layout} from={drag.from} to={drag.to} />}
    </div>
  )
}

/** Where the batch starts that holds a position; of a piece of many, its first. */
function startOf(map: SegmentMap | undefined, position: number): number | null {
  for (let piece = map ? pieceAt(map, position) : -1; piece >= 0; piece--) {
    const start = map?.starts[piece] ?? -1
    if (start >= 0) return start
  }
  return null
}

function onKey(event: KeyboardEvent, props: SurfaceProps): void {
  const { layout, map, chosen, cursor, onChoose, setCursor, setStretch, zoom } = props
  if (!map || map.positions.length === 0) return
  const current = cursor ?? chosen ?? layout.from
  const rowBytes = (layout.to - layout.from) / layout.rowCount
  const startNear = (position: number): number | null =>
    startOf(map, Math.max(layout.from, Math.min(map.to - 1, Math.round(position))))
  const row = (step: 1 | -1): number | null => {
    const start = startNear(current + step * rowBytes)
    return start === current ? neighbourOf(map, current, step) : start
  }
  const targets: Readonly<Record<string, (() => number | null) | undefined>> = {
    ArrowRight: () => neighbourOf(map, current, 1),
    ArrowLeft: () => neighbourOf(map, current, -1),
    ArrowDown: () => row(1),
    ArrowUp: () => row(-1),
    Home: () => startNear(layout.from),
    End: () => startNear(map.to - 1),
  }
  const acts: Readonly<Record<string, (() => void) | undefined>> = {
    Enter: () => onChoose(startOf(map, current) ?? current),
    ' ': () => onChoose(startOf(map, current) ?? current),
    '+': () => zoom(current, 0.5),
    '=': () => zoom(current, 0.5),
    '-': () => zoom(current, 2),
    '0': () => setStretch(null),
  }
  const target = targets[event.key]
  const act = target === undefined ? acts[event.key] : () => setCursor(target() ?? current)
  if (act === undefined) return
  event.preventDefault()
  act()
}

function useDrawing(canvas: RefObject<HTMLCanvasElement | null>, props: SurfaceProps): void {
  const { layout, map, shares, mode, status, chosen, cursor } = props
  const themes = useThemeCount()
  useEffect(() => {
    const element = canvas.current
    if (!element || !map) return
    const frame = requestAnimationFrame(() => {
      const known = new Map<string, string>()
      const colourOf = (name: string): string => {
        const resolved = known.get(name) ?? resolve(element, name)
        known.set(name, resolved)
        return resolved
      }
      const scale = {
        oldest: Number(status.minTimestamp ?? 0n),
        youngest: Number(status.maxTimestamp ?? 0n),
        largestBytes: status.largestBatchBytes,
      }
      drawMap(element, { layout, map, shares, mode, chosen, cursor, scale, colourOf })
    })
    return () => cancelAnimationFrame(frame)
  })
  void themes
}

/** What a variable of the theme is as a colour that a canvas knows. */
function resolve(element: HTMLElement, name: string): string {
  element.style.color = `var(${name})`
  const { color } = getComputedStyle(element)
  element.style.color = ''
  return color
}

/** The page must not scroll under the wheel, and React's listeners cannot say so. */
function useWheel(
  canvas: RefObject<HTMLCanvasElement | null>,
  { layout, zoom }: { layout: MapLayout; zoom: (at: number, factor: number) => void },
): void {
  const latest = useRef({ layout, zoom })
  useEffect(() => {
    latest.current = { layout, zoom }
  })
  useEffect(() => {
    const element = canvas.current
    if (!element) return undefined
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault()
      const { left, top } = element.getBoundingClientRect()
      const at = positionAt(latest.current.layout, event.clientX - left, event.clientY - top)
      latest.current.zoom(at, event.deltaY > 0 ? 1.25 : 0.8)
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [canvas])
}

function Brush({ layout, from, to }: { layout: MapLayout; from: number; to: number }): ReactNode {
  const share = (position: number) => ((position - layout.from) / (layout.to - layout.from)) * layout.rowCount
  const [start, end] = [share(Math.min(from, to)), share(Math.max(from, to))]
  const rows = Array.from({ length: Math.floor(end) - Math.floor(start) + 1 }, (_each, at) => Math.floor(start) + at)
  return rows.map((row) => {
    const left = Math.max(0, start - row)
    const right = Math.min(1, end - row)
    const top = row * (layout.rowHeight + layout.rowGap)
    return (
      <div
        key={row}
        className={styles.brush}
        style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%`, top, height: layout.rowHeight }}
      />
    )
  })
}

/** Which part of the file the map shows. */
function Overview({ shown, sizeBytes, isZoomed }: { shown: Stretch; sizeBytes: number; isZoomed: boolean }): ReactNode {
  const left = (shown.from / Math.max(1, sizeBytes)) * 100
  const width = Math.max(0.4, ((shown.to - shown.from) / Math.max(1, sizeBytes)) * 100)
  return (
    <div className={styles.overview} data-zoomed={isZoomed} aria-hidden>
      <div className={styles.window} style={{ left: `${left}%`, width: `${width}%` }} />
    </div>
  )
}
