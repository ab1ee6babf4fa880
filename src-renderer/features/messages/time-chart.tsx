import type { PointerEvent, ReactNode } from 'react'
import { memo, useRef, useState } from 'react'
import type { TimestampZone } from '../../formatting/timestamps.ts'
import { formatTimestamp, formatTimestampToSecond } from '../../formatting/timestamps.ts'
import styles from './time-chart.module.css'
import { texts } from '../../languages/texts.ts'

export interface TimeBucket {
  /** Milliseconds since 1970. */
  readonly start: bigint
  readonly count: number
  /** Of these, the ones that were found. */
  readonly found: number
}

export interface TimeChartProps {
  readonly buckets: readonly TimeBucket[]
  readonly bucketMs: bigint
  readonly zone: TimestampZone
  /** What the buckets' `count` counts. */
  readonly counted: 'messages' | 'lookedAt'
  /** A part was marked: from its start to its end, which is not included. */
  readonly onBrush: (range: { readonly from: bigint; readonly to: bigint }) => void
}

const HEIGHT = 44

/** Bars over time. A part of it is chosen with the pointer: from where it is pressed to where it is let go. */
export function TimeChart({ buckets, bucketMs, zone, counted, onBrush }: TimeChartProps): ReactNode {
  const [brush, setBrush] = useState<{ readonly from: number; readonly to: number } | null>(null)
  const [pointed, setPointed] = useState<number | null>(null)
  const frame = useRef<SVGSVGElement>(null)
  const most = Math.max(1, ...buckets.map(({ count }) => count))
  const bucketAt = (event: PointerEvent): number => {
    const { left = 0, width = 1 } = frame.current?.getBoundingClientRect() ?? {}
    const at = Math.floor(((event.clientX - left) / width) * buckets.length)
    return Math.max(0, Math.min(buckets.length - 1, at))
  }
  const end = (): void => {
    const first = brush && buckets[Math.min(brush.from, brush.to)]
    const last = brush && buckets[Math.max(brush.from, brush.to)]
    setBrush(null)
    if (first && last) onBrush({ from: first.start, to: last.start + bucketMs })
  }
  const inBar = texts.messages.inBar[counted]
  const shown = pointed === null ? undefined : buckets[pointed]
  return (
    <figure className={styles.chart} aria-label={texts.messages.messagesOverTime}>
      <svg
        ref={frame}
        className={styles.bars}
        viewBox={`0 0 ${buckets.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={texts.messages.bars(buckets.length, inBar(most))}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          const at = bucketAt(event)
          setBrush({ from: at, to: at })
        }}
        onPointerMove={(event) => {
          const at = bucketAt(event)
          setPointed(at)
          setBrush((before) => before && { ...before, to: at })
        }}
        onPointerUp={end}
        onPointerLeave={() => setPointed(null)}
      >
        <Bars buckets={buckets} most={most} />
        {brush && (
          <rect
            className={styles.brush}
            x={Math.min(brush.from, brush.to)}
            width={Math.abs(brush.to - brush.from) + 1}
            y={0}
            height={HEIGHT}
          />
        )}
      </svg>
      <figcaption className={styles.caption}>
        {shown ? (
          <span>{`${formatTimestamp(shown.start, zone)} · ${inBar(shown.count)}`}</span>
        ) : (
          <>
            <span>{buckets[0] && formatTimestampToSecond(buckets[0].start, zone)}</span>
            <span>{buckets.at(-1) && formatTimestampToSecond((buckets.at(-1)?.start ?? 0n) + bucketMs, zone)}</span>
          </>
        )}
      </figcaption>
    </figure>
  )
}

const Bars = memo(({ buckets, most }: { buckets: readonly TimeBucket[]; most: number }): ReactNode =>
  buckets.map(({ start, count, found }, index) => (
    <g key={String(start)}>
      <Bar index={index} height={(count / most) * HEIGHT} className={styles.count} />
      <Bar index={index} height={(found / most) * HEIGHT} className={styles.found} />
    </g>
  )),
)

function Bar(props: { index: number; height: number; className: string | undefined }): ReactNode {
  const { index, height, className } = props
  // What is there at all can be seen.
  const shown = height > 0 ? Math.max(1.5, height) : 0
  return <rect className={className} x={index + 0.08} width={0.84} y={HEIGHT - shown} height={shown} />
}
