import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { histogramOf, timelineOf } from '../../api/scans.ts'
import { useSettings } from '../../api/settings.ts'
import type { ScanState } from './scan-session.ts'
import { isLive } from './scan-session.ts'
import type { TimeBucket, TimeChartProps } from './time-chart.tsx'
import { TimeChart } from './time-chart.tsx'

export interface ScanChartProps {
  readonly clusterId: string
  readonly topic: string
  readonly scan: ScanState
  readonly onBrush: TimeChartProps['onBrush']
}

const BUCKETS = 100

interface Series {
  readonly bucketMs: bigint
  readonly buckets: readonly TimeBucket[]
}

/** With a filter, what was looked at and found; otherwise how many messages the topic has over time. */
export function ScanChart({ clusterId, topic, scan, onBrush }: ScanChartProps): ReactNode {
  const { timestamps: zone } = useSettings()
  const isFiltered = scan.request !== null && scan.request.filter !== null
  const found = useFound(scan, isFiltered)
  // The brokers have rows to give first.
  const timeline = useTimeline({ clusterId, topic }, isFiltered || !scan.isShown ? null : scan.scanId)
  const series = isFiltered ? found : timeline
  if (isLive(scan.request) || !series || series.buckets.length < 2) return null
  return <TimeChart {...series} zone={zone} counted={isFiltered ? 'lookedAt' : 'messages'} onBrush={onBrush} />
}

function useFound({ scanId, phase }: ScanState, isWanted: boolean): Series | undefined {
  const isRunning = phase === 'running'
  const { data } = useQuery({
    queryKey: ['histogram', scanId, isRunning],
    queryFn: () => histogramOf(scanId ?? '', BUCKETS),
    enabled: isWanted && scanId !== null,
    refetchInterval: isRunning ? 1000 : false,
    retry: false,
    placeholderData: (before) => before,
  })
  return useMemo(
    () =>
      data && {
        bucketMs: data.bucketMs,
        buckets: data.buckets.map(({ start, scannedCount, matchCount }) => ({
          start,
          count: scannedCount,
          found: matchCount,
        })),
      },
    [data],
  )
}

/** Asked anew for each scan, which is what a click on *Run* is for. */
function useTimeline(onTopic: { clusterId: string; topic: string }, scanId: string | null): Series | undefined {
  const { data } = useQuery({
    queryKey: ['timeline', onTopic, scanId],
    queryFn: () => timelineOf(onTopic, BUCKETS),
    enabled: scanId !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    placeholderData: (before) => before,
  })
  return useMemo(
    () =>
      data && {
        bucketMs: data.bucketMs,
        buckets: data.buckets.map(({ start, offsetCount }) => ({ start, count: Number(offsetCount), found: 0 })),
      },
    [data],
  )
}
