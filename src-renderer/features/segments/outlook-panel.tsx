import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import type { CompactionForecast, Outlook, OutlookConfigName, SegmentOutlook } from '../../api/segments.ts'
import { useSettings } from '../../api/settings.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { SelectField, TextField } from '../../components/fields.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { Dim, Mono, OneLine } from '../../components/text.tsx'
import { useSettled } from '../../components/use-settled.ts'
import { formatBytes, formatExactBytes } from '../../formatting/bytes.ts'
import { explainConfigValue } from '../../formatting/configs.ts'
import { formatDuration } from '../../formatting/durations.ts'
import { formatOffset } from '../../formatting/counts.ts'
import type { TimestampZone } from '../../formatting/timestamps.ts'
import { formatTimestamp } from '../../formatting/timestamps.ts'
import { texts } from '../../languages/texts.ts'
import { forecastSentences } from './forecast-words.ts'
import styles from './segments.module.css'
import { useForecast } from './use-forecast.ts'

interface OutlookPanelProps {
  readonly clusterId: string
  readonly folder: string
}

type Assumptions = Partial<Record<OutlookConfigName, string>>

/** What retention and compaction take next, and when; with other configs too, before anybody sets them. */
export function OutlookPanel({ clusterId, folder }: OutlookPanelProps): ReactNode {
  const { timestamps: zone } = useSettings()
  const [assumptions, setAssumptions] = useState<Assumptions>({})
  const { data, error } = useQuery(
    queries.segments.outlook.queryOptions({
      input: { clusterId, folder, assumptions },
      placeholderData: keepPreviousData,
      refetchInterval: 5000,
    }),
  )
  const settled = useSettled(assumptions, 400)
  const isCompacted = data !== undefined && data.compaction !== null
  const { forecast } = useForecast({ clusterId, folder, assumptions: settled, isWanted: isCompacted })
  if (error && !data) return <ErrorView problem={problemOf(error, texts.segments.notRead)} />
  if (!data) return null
  return (
    <div className={styles.fill}>
      <div className={styles.outlookTop}>
        <div className={styles.sentences}>
          {[...sentencesOf(data, zone), ...(forecast?.isDone === true ? forecastSentences(forecast, zone) : [])].map(
            (sentence) => (
              <p key={sentence}>{sentence}</p>
            ),
          )}
          {forecast?.isDone === false && (
            <ProgressBar
              label={texts.segments.forecast.progress}
              part={forecast.totalBytes === 0 ? null : forecast.readBytes / forecast.totalBytes}
            />
          )}
        </div>
        <AssumptionFields
          configs={data.configs}
          assumptions={assumptions}
          onChange={(name, value) => setAssumptions((before) => ({ ...before, [name]: value }))}
          onReset={() => setAssumptions({})}
        />
      </div>
      <DataTable<SegmentOutlook>
        label={texts.segments.outlook.label}
        rows={data.segments}
        columns={[...outlookColumns(data, zone), ...(forecast === null ? [] : [takenColumn(forecast)])]}
        rowKey={({ fileName }) => fileName}
        rowHeight={30}
        minWidth={forecast === null ? 760 : 920}
      />
    </div>
  )
}

/** What the next round of compaction takes of a segment. */
function takenColumn({ segments, isDone }: CompactionForecast): Column<SegmentOutlook> {
  const { forecast: words } = texts.segments
  return {
    id: 'taken',
    header: words.column,
    width: 'minmax(150px, 0.8fr)',
    cell: ({ fileName }) => {
      const found = segments.find((each) => each.fileName === fileName)
      if (found === undefined || !isDone) return <Dim>–</Dim>
      if (found.goneRecords === 0 && found.goneBatches === 0) return <Dim>{words.stays}</Dim>
      return words.taken(found.goneRecords, formatBytes(found.goneBytes))
    },
  }
}

function sentencesOf(outlook: Outlook, zone: TimestampZone): string[] {
  const { outlook: words } = texts.segments
  const { segments, compaction, roll, now } = outlook
  const next = segments.filter(({ isNext }) => isNext)
  const bytes = next.reduce((sum, { sizeBytes }) => sum + BigInt(sizeBytes), 0n)
  const later = segments.find(({ isNext, deleteAt }) => !isNext && deleteAt !== null)
  return [
    next.length > 0
      ? words.nextGo(next.length, formatBytes(bytes))
      : later?.deleteAt
        ? words.firstGoes(formatTimestamp(later.deleteAt, zone), untilText(later.deleteAt, now))
        : words.nothingGoes,
    ...(compaction === null ? [] : [compactionSentence(compaction, { zone, now })]),
    ...(typeof compaction?.openTransaction === 'bigint'
      ? [texts.segments.forecast.held(formatOffset(compaction.openTransaction))]
      : []),
    ...(roll === null
      ? []
      : [words.roll(formatBytes(roll.leftBytes), roll.rollAt === null ? null : formatTimestamp(roll.rollAt, zone))]),
  ]
}

function compactionSentence(
  compaction: NonNullable<Outlook['compaction']>,
  { zone, now }: { readonly zone: TimestampZone; readonly now: bigint },
): string {
  const { outlook: words } = texts.segments
  const figures = {
    dirty: formatBytes(compaction.dirtyBytes),
    total: formatBytes(compaction.totalBytes),
    percent: Math.round(compaction.dirtyRatio * 100),
    from: formatOffset(compaction.firstDirtyOffset),
    to: formatOffset(compaction.firstUncleanableOffset),
  }
  if (compaction.isDue) return words.compactionDue(figures)
  const at = compaction.dueAt !== null && compaction.dueAt > now ? formatTimestamp(compaction.dueAt, zone) : null
  return words.compactionLater({
    ...figures,
    missing: compaction.bytesUntilDue === null ? null : formatBytes(compaction.bytesUntilDue),
    at,
  })
}

function untilText(at: bigint, now: bigint): string {
  return formatDuration(Number(at > now ? at - now : 0n))
}

function outlookColumns({ now }: Outlook, zone: TimestampZone): readonly Column<SegmentOutlook>[] {
  const { columns, reasons, compaction: states } = texts.segments.outlook
  return [
    {
      id: 'file',
      header: columns.file,
      width: 'minmax(200px, 1.2fr)',
      cell: ({ fileName }) => (
        <OneLine text={fileName}>
          <Mono>{fileName}</Mono>
        </OneLine>
      ),
    },
    {
      id: 'size',
      header: columns.size,
      width: '84px',
      align: 'end',
      cell: ({ sizeBytes }) => <span title={formatExactBytes(sizeBytes)}>{formatBytes(sizeBytes)}</span>,
    },
    {
      id: 'age',
      header: columns.age,
      width: '112px',
      align: 'end',
      cell: (segment) => <Age segment={segment} now={now} zone={zone} />,
    },
    {
      id: 'goes',
      header: columns.goes,
      width: 'minmax(150px, 1fr)',
      cell: ({ isNext, deleteAt }) =>
        isNext ? (
          <Badge tone="warn">{texts.segments.outlook.next}</Badge>
        ) : deleteAt === null ? (
          <Dim>{texts.segments.outlook.stays}</Dim>
        ) : (
          <span title={formatTimestamp(deleteAt, zone)}>{texts.segments.outlook.inTime(untilText(deleteAt, now))}</span>
        ),
    },
    {
      id: 'why',
      header: columns.why,
      width: 'minmax(180px, 1.8fr)',
      cell: ({ reason, bytesUntilDeleted, isNext }) => {
        const bySize =
          isNext || bytesUntilDeleted === null
            ? ''
            : ` ${texts.segments.outlook.bySize(formatBytes(bytesUntilDeleted))}`
        return (
          <OneLine>
            {reasons[reason]}
            {bySize}
          </OneLine>
        )
      },
    },
    {
      id: 'compaction',
      header: columns.compaction,
      width: '130px',
      cell: ({ compaction }) =>
        compaction === 'dirty' ? <Badge tone="info">{states[compaction]}</Badge> : <Dim>{states[compaction]}</Dim>,
    },
  ]
}

function Age({ segment, now, zone }: { segment: SegmentOutlook; now: bigint; zone: TimestampZone }): ReactNode {
  const { ageTimestamp, isAgeOfFile } = segment
  const { ageOfFile, future } = texts.segments.outlook
  return (
    <span title={isAgeOfFile ? ageOfFile : formatTimestamp(ageTimestamp, zone)}>
      {ageTimestamp > now ? future : formatDuration(Number(now - ageTimestamp))}
      {isAgeOfFile && ' *'}
    </span>
  )
}

const SHOWN: readonly OutlookConfigName[] = [
  'cleanup.policy',
  'retention.ms',
  'retention.bytes',
  'segment.bytes',
  'segment.ms',
  'min.cleanable.dirty.ratio',
]

interface AssumptionFieldsProps {
  readonly configs: Outlook['configs']
  readonly assumptions: Assumptions
  readonly onChange: (name: OutlookConfigName, value: string) => void
  readonly onReset: () => void
}

/** The configs that decide, to be changed for a look: nothing is set. */
function AssumptionFields({ configs, assumptions, onChange, onReset }: AssumptionFieldsProps): ReactNode {
  const { outlook: words } = texts.segments
  return (
    <fieldset className={styles.assumptions}>
      <legend>{words.assume}</legend>
      {SHOWN.map((name) => {
        const config = configs.find((each) => each.name === name)
        if (!config) return null
        const explained = explainConfigValue({ name, value: config.value })
        const description = `${words.sources[config.source]}${explained === null ? '' : `, ${explained}`}`
        const value = assumptions[name] ?? config.value
        return name === 'cleanup.policy' ? (
          <SelectField
            key={name}
            label={name}
            width={150}
            description={description}
            value={value}
            options={POLICIES.includes(value) ? POLICY_OPTIONS : [...POLICY_OPTIONS, { value, label: value }]}
            onChange={(next) => onChange(name, next)}
          />
        ) : (
          <TextField
            key={name}
            label={name}
            width={150}
            description={description}
            value={value}
            onChange={(next) => onChange(name, next)}
          />
        )
      })}
      {Object.keys(assumptions).length > 0 && (
        <Button size="small" tone="quiet" onClick={onReset}>
          {words.reset}
        </Button>
      )}
    </fieldset>
  )
}

const POLICIES: readonly string[] = ['delete', 'compact', 'compact,delete']
const POLICY_OPTIONS = POLICIES.map((policy) => ({ value: policy, label: policy }))
