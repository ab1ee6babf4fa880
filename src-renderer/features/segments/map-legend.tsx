import type { ReactNode } from 'react'
import type { SurveyStatus } from '../../api/segments.ts'
import { useSettings } from '../../api/settings.ts'
import { formatBytes } from '../../formatting/bytes.ts'
import { formatTimestampToMinute } from '../../formatting/timestamps.ts'
import { texts } from '../../languages/texts.ts'
import { CODEC_COLOURS, KIND_COLOURS, type MapMode } from './map-drawing.ts'
import styles from './segment-map.module.css'

const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd']
const KINDS = ['data', 'transactional', 'aborted', 'control']

/** What the colours mean, and how much of the file each is. */
export function MapLegend({ mode, status }: { mode: MapMode; status: SurveyStatus }): ReactNode {
  const { timestamps: zone } = useSettings()
  const words = texts.segments.map
  if (mode === 'age') {
    const [oldest, youngest] = [status.minTimestamp, status.maxTimestamp]
    if (oldest === null || youngest === null) return null
    return <Scale from={formatTimestampToMinute(oldest, zone)} to={formatTimestampToMinute(youngest, zone)} />
  }
  const { scale } = texts.segments.forecast
  if (mode === 'compaction') return <Scale from={scale.from} to={scale.to} />
  if (mode === 'size') return <Scale from={words.small} to={formatBytes(status.largestBatchBytes)} />
  const [names, colours] = mode === 'codec' ? [CODECS, CODEC_COLOURS] : [KINDS, KIND_COLOURS]
  const shares = mode === 'codec' ? status.codecs : status.kinds
  const total = shares.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return (
    <ul className={styles.legend} aria-label={words.legend}>
      {shares
        .filter(({ batchCount }) => batchCount > 0)
        .map(({ name, sizeBytes, batchCount }) => {
          const at = names.indexOf(name)
          const shown = mode === 'kind' ? texts.segments.batch.kinds[KIND_NAMES[at] ?? 'data'] : name
          return (
            <li key={name} title={words.share(batchCount, formatBytes(sizeBytes))}>
              <span
                className={styles.swatch}
                style={{ background: `var(${colours[at] ?? '--map-unknown'})` }}
                data-keeps-colour
              />
              {shown} <span className={styles.percent}>{percent(sizeBytes, total)}</span>
            </li>
          )
        })}
    </ul>
  )
}

const KIND_NAMES = ['data', 'transactional', 'aborted', 'control'] as const

function percent(part: number, total: number): string {
  const share = total === 0 ? 0 : (part / total) * 100
  return share > 0 && share < 1 ? '<1%' : `${Math.round(share)}%`
}

function Scale({ from, to }: { from: string; to: string }): ReactNode {
  return (
    <div className={styles.scale}>
      {from} <span className={styles.ramp} aria-hidden /> {to}
    </div>
  )
}
