import type { ReactNode } from 'react'
import type { SegmentMap, SurveyStatus } from '../../api/segments.ts'
import { useSettings } from '../../api/settings.ts'
import { formatBytes } from '../../formatting/bytes.ts'
import type { TimestampZone } from '../../formatting/timestamps.ts'
import { formatTimestamp } from '../../formatting/timestamps.ts'
import { texts } from '../../languages/texts.ts'
import { endOfPiece, pieceAt } from './map-layout.ts'
import styles from './segment-map.module.css'

interface MapCaptionProps {
  readonly map: SegmentMap | undefined
  /** Where the pointer or the keyboard is; null: nowhere, and the whole is told. */
  readonly position: number | null
  readonly status: SurveyStatus
}

/** What the map shows, in words: the whole of it, or the piece that is pointed at. */
export function MapCaption(props: MapCaptionProps): ReactNode {
  return <figcaption className={styles.caption}>{useMapText(props)}</figcaption>
}

/** The same as text. */
export function useMapText({ map, position, status }: MapCaptionProps): string {
  const { timestamps: zone } = useSettings()
  const piece = map && position !== null ? pieceAt(map, position) : -1
  return map && piece >= 0 ? pieceText(map, piece, zone) : wholeText(status, zone)
}

const KINDS = ['data', 'transactional', 'aborted', 'control'] as const

function pieceText(map: SegmentMap, piece: number, zone: TimestampZone): string {
  const { map: words, batch } = texts.segments
  const position = map.positions[piece] ?? 0
  const count = map.batchCounts[piece] ?? 0
  const bits = map.kindBits[piece] ?? 0
  const kinds = KINDS.filter((kind, at) => kind !== 'data' && (bits & (1 << at)) !== 0).map((kind) => batch.kinds[kind])
  const timestamp = map.timestamps[piece] ?? -1
  return [
    words.position(String(position)),
    count === 0 ? words.within : words.batches(count),
    formatBytes(endOfPiece(map, piece) - position),
    map.codecNames[map.codecs[piece] ?? 0] ?? '',
    ...kinds,
    ...((bits & 16) === 0 ? [] : [batch.flags.deleteHorizon]),
    timestamp < 0 ? words.noTime : formatTimestamp(BigInt(timestamp), zone),
  ].join('  ·  ')
}

function wholeText(
  { batchCount, recordCount, minTimestamp, maxTimestamp, isDone, readBytes, sizeBytes }: SurveyStatus,
  zone: TimestampZone,
): string {
  const { map: words } = texts.segments
  const times =
    minTimestamp === null || maxTimestamp === null
      ? []
      : [words.fromTo(formatTimestamp(minTimestamp, zone), formatTimestamp(maxTimestamp, zone))]
  const progress = isDone ? [] : [words.readSoFar(Math.floor((readBytes / Math.max(1, sizeBytes)) * 100))]
  return [words.batches(batchCount), words.records(recordCount), ...times, ...progress].join('  ·  ')
}
