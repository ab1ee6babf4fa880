import { IconPin, IconTimeline } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { queries } from '../../api/client.ts'
import type { LagHistory } from '../../api/groups.ts'
import { problemOf } from '../../api/problem.ts'
import { useSettings } from '../../api/settings.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { ChoiceField } from '../../components/fields.tsx'
import { Spacer } from '../../components/layout.tsx'
import type { ChartLine } from '../../components/line-chart.tsx'
import { LineChart } from '../../components/line-chart.tsx'
import { TabContent, Toolbar } from '../../components/page.tsx'
import { Dim } from '../../components/text.tsx'
import { formatShortCount } from '../../formatting/counts.ts'
import { formatDuration } from '../../formatting/durations.ts'
import type { TimestampZone } from '../../formatting/timestamps.ts'
import { formatTimestamp, formatTimestampToMinute } from '../../formatting/timestamps.ts'
import { texts } from '../../languages/texts.ts'
import { useNow } from '../../components/use-now.ts'

type Measure = 'messages' | 'seconds'
type Span = '15min' | '1h' | '6h' | '24h' | '7d' | '30d'

const SPANS_MS: Readonly<Record<Span, number>> = {
  '15min': 900_000,
  '1h': 3_600_000,
  '6h': 21_600_000,
  '24h': 86_400_000,
  '7d': 604_800_000,
  '30d': 2_592_000_000,
}
const REFRESH_EVERY_MS = 10_000
const DRAWN_PARTITIONS = 5

/** How far behind the group was, as long as it has been pinned. */
export function LagTab({ clusterId, groupId }: { clusterId: string; groupId: string }): ReactNode {
  const [measure, setMeasure] = useState<Measure>('messages')
  const [span, setSpan] = useState<Span>('15min')
  const [shows, setShows] = useState<'total' | 'partitions'>('total')
  const now = useNow(REFRESH_EVERY_MS)
  const range = { from: now - SPANS_MS[span], to: now }
  const { data, error } = useQuery(
    queries.lag.history.queryOptions({
      input: { clusterId, groupId, from: BigInt(range.from), to: BigInt(range.to) },
      placeholderData: keepPreviousData,
      gcTime: 0,
    }),
  )
  const words = texts.groups.lag
  return (
    <TabContent>
      <Toolbar>
        <ChoiceField
          label={words.measure}
          value={measure}
          options={[
            { value: 'messages', label: words.messages },
            { value: 'seconds', label: words.time },
          ]}
          onChange={setMeasure}
        />
        <ChoiceField
          label={words.of}
          value={shows}
          options={[
            { value: 'total', label: words.whole },
            { value: 'partitions', label: words.byPartition },
          ]}
          onChange={setShows}
        />
        <Spacer />
        <ChoiceField
          label={words.span}
          value={span}
          options={(Object.keys(SPANS_MS) as Span[]).map((value) => ({ value, label: words.spans[value] }))}
          onChange={setSpan}
        />
      </Toolbar>
      {error && !data && <ErrorView problem={problemOf(error, words.notRead)} />}
      {data && <Recorded history={data} measure={measure} shows={shows} range={range} />}
    </TabContent>
  )
}

interface RecordedProps {
  readonly history: LagHistory
  readonly measure: Measure
  readonly shows: 'total' | 'partitions'
  readonly range: { readonly from: number; readonly to: number }
}

function Recorded({ history, measure, shows, range }: RecordedProps): ReactNode {
  const { timestamps: zone } = useSettings()
  const times = useMemo(() => history.times.map((at) => Number(at) / 1000), [history])
  const lines = useMemo(() => linesOf(history, measure, shows), [history, measure, shows])
  const words = texts.groups.lag
  if (history.recordedSince === null) return <NothingRecorded history={history} />
  const formatValue = measure === 'messages' ? formatShortCount : (value: number) => formatDuration(value * 1000)
  // With several days in sight the time of day alone would not say which.
  const isLong = range.to - range.from > SPANS_MS['24h']
  const last = lines[0]?.values.findLast((value) => value !== null) ?? null
  const since = formatTimestampToMinute(history.recordedSince, zone)
  return (
    <>
      <LineChart
        label={words.chart(last === null ? null : formatValue(last), history.times.length)}
        times={times}
        lines={lines}
        range={{ from: range.from / 1000, to: range.to / 1000 }}
        zone={zone}
        formatValue={formatValue}
        formatTime={(seconds) => timeText(seconds, zone).slice(0, 19)}
        timeLabel={words.at}
        formatTick={(seconds) => timeText(seconds, zone).slice(isLong ? 5 : 11, 16)}
        isWhole={measure === 'messages'}
      />
      <Dim>
        {history.isPinned ? words.recordedSince(since) : words.notPinnedNow(since)}
        {shows === 'partitions' && history.partitionCount > DRAWN_PARTITIONS && ` ${words.largest(DRAWN_PARTITIONS)}`}
        {history.problem !== null && ` ${words.problem(history.problem)}`}
      </Dim>
    </>
  )
}

function timeText(seconds: number, zone: TimestampZone): string {
  return formatTimestamp(BigInt(Math.round(seconds * 1000)), zone)
}

function NothingRecorded({ history }: { history: LagHistory }): ReactNode {
  const words = texts.groups.lag
  return history.isPinned ? (
    <EmptyState icon={<IconTimeline size={20} />} title={words.nothingYet}>
      {history.problem ?? words.nothingYetDetail}
    </EmptyState>
  ) : (
    <EmptyState icon={<IconPin size={20} />} title={words.notPinned}>
      {words.notPinnedDetail}
    </EmptyState>
  )
}

function linesOf(history: LagHistory, measure: Measure, shows: 'total' | 'partitions'): ChartLine[] {
  if (shows === 'total') {
    const label = measure === 'messages' ? texts.groups.lag.messages : texts.groups.lag.time
    return [{ label, values: valuesOf(history, measure) }]
  }
  return history.partitions.slice(0, DRAWN_PARTITIONS).map((each) => ({
    label: `${each.topic}-${each.partition}`,
    values: valuesOf(each, measure),
  }))
}

function valuesOf(series: Pick<LagHistory, 'messages' | 'milliseconds'>, measure: Measure): (number | null)[] {
  return measure === 'messages'
    ? series.messages.map((value) => (value === null ? null : Number(value)))
    : series.milliseconds.map((value) => (value === null ? null : value / 1000))
}
