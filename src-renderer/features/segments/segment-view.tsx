import { IconChevronLeft, IconShieldCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import type { FileOnDisk, FilePlace, FolderContents, SegmentFile, SurveyStatus } from '../../api/segments.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Spacer } from '../../components/layout.tsx'
import { Toolbar } from '../../components/page.tsx'
import { RowWindow } from '../../components/row-window.tsx'
import { SplitPane } from '../../components/split-pane.tsx'
import { Dim, Mono } from '../../components/text.tsx'
import { formatBytes } from '../../formatting/bytes.ts'
import { texts } from '../../languages/texts.ts'
import { batchColumns } from './batch-columns.tsx'
import { BatchDetail } from './batch-detail.tsx'
import { CheckPanel } from './check-panel.tsx'
import { Damage } from './damage.tsx'
import { useDiskPlace } from './disk-place.ts'
import { FileStateBadge } from './file-list.tsx'
import { damageWords } from './finding-words.ts'
import { nextStart } from './next-start.ts'
import type { MapMode } from './map-drawing.ts'
import { SegmentMapView } from './segment-map.tsx'
import styles from './segments.module.css'
import { useBatches } from './use-batches.ts'
import { useForecast } from './use-forecast.ts'
import { useSurvey, type SurveyInHand } from './use-survey.ts'

export interface SegmentViewProps extends FilePlace {
  readonly file: FileOnDisk
  /** Null: not a log, but a snapshot of metadata. */
  readonly segment: SegmentFile | null
  readonly contents: FolderContents
}

/** A file of batches: its map, its batches, and the records of one of them. */
export function SegmentView(props: SegmentViewProps): ReactNode {
  const { clusterId, folder, fileName, contents } = props
  const survey = useSurvey({ clusterId, folder, fileName })
  const [isChecking, setChecking] = useState(false)
  const { status, error } = survey
  const damage = status?.isDone === true ? status.damage : null
  const words = damage && damageWords(damage)
  return (
    <div className={styles.fill}>
      <Head {...props} status={status} isChecking={isChecking} onCheck={() => setChecking(!isChecking)} />
      <Companions {...props} />
      {damage && words && (
        <Damage
          what={words.what}
          help={nextStart({ kind: damage.kind, fileName, offset: null }, contents) ?? undefined}
        >
          {words.why}
        </Damage>
      )}
      {error !== null && <ErrorView problem={problemOf(error, texts.segments.notRead)} />}
      {isChecking ? (
        <CheckPanel clusterId={clusterId} folder={folder} fileName={fileName} start={contents} />
      ) : (
        error === null && <Batches {...props} survey={survey} />
      )}
    </div>
  )
}

interface HeadProps extends SegmentViewProps {
  readonly status: SurveyStatus | null
  readonly isChecking: boolean
  readonly onCheck: () => void
}

function Head({ folder, fileName, file, segment, contents, status, isChecking, onCheck }: HeadProps): ReactNode {
  const { go } = useDiskPlace()
  const { topic, partition } = contents
  const name = topic === null ? folder : `${topic}-${partition}`
  const { view } = texts.segments
  return (
    <Toolbar>
      <Button
        tone="quiet"
        icon={<IconChevronLeft size={14} />}
        onClick={() => go({ ...(folder !== '' && { folder }), ...(segment === null && { view: 'files' }) })}
      >
        {segment === null ? texts.segments.backTo(folder) : view.segmentsOf(name)}
      </Button>
      <Mono>{fileName}</Mono>
      {segment?.isActive === true && file.state === 'current' && <Badge tone="ok">{texts.segments.table.active}</Badge>}
      {file.state !== 'current' && <FileStateBadge state={file.state} />}
      <Dim>
        {formatBytes(file.sizeBytes)}
        {status && `  ·  ${view.batches(status.batchCount, status.isDone)}`}
      </Dim>
      <Spacer />
      <Button icon={<IconShieldCheck size={14} />} onClick={onCheck}>
        {isChecking ? view.backToBatches : view.check}
      </Button>
    </Toolbar>
  )
}

/** The files that belong to the segment: its indexes, snapshots. */
function Companions({ folder, fileName, file, contents }: SegmentViewProps): ReactNode {
  const { go } = useDiskPlace()
  const beside = contents.files.filter(
    (each) => each.fileName !== fileName && each.baseOffset !== null && each.baseOffset === file.baseOffset,
  )
  if (beside.length === 0) return null
  return (
    <ul className={styles.companions} aria-label={texts.segments.view.beside}>
      {beside.map((each) => (
        <li key={each.fileName}>
          <Button
            size="small"
            tone="quiet"
            hint={texts.segments.files.kinds[each.kind].what}
            onClick={() => go({ ...(folder !== '' && { folder }), file: each.fileName })}
          >
            {texts.segments.files.kinds[each.kind].name}
          </Button>{' '}
          <Dim>{formatBytes(each.sizeBytes)}</Dim>
        </li>
      ))}
    </ul>
  )
}

const NOTHING_ASSUMED = {}

/** By what the map is coloured; by what compaction takes, that is foretold. */
function useMapMode({ clusterId, folder }: FilePlace) {
  const [mode, setMode] = useState<MapMode>('codec')
  const isForetold = mode === 'compaction'
  const forecast = useForecast({ clusterId, folder, assumptions: NOTHING_ASSUMED, isWanted: isForetold })
  return { mode, setMode, isForetold, forecast }
}

/** The map above; below it the batches, and beside them the one that is looked at. */
function Batches({ survey, ...props }: SegmentViewProps & { readonly survey: SurveyInHand }): ReactNode {
  const { clusterId, folder, fileName } = props
  const { place, go } = useDiskPlace()
  const { surveyId, status } = survey
  const chosen = place.at ?? null
  const choose = (position: number | null): void =>
    go(
      { ...(folder !== '' && { folder }), file: fileName, ...(position !== null && { at: position }) },
      { replace: true },
    )
  const { mode, setMode, isForetold, forecast } = useMapMode(props)
  const { batchAt, onWindow } = useBatches({ surveyId, batchCount: status?.batchCount ?? 0, fileName, forecast })
  const revealed = useRevealed(survey, chosen)
  const isNarrow = chosen !== null
  const columns = useMemo(() => batchColumns({ isNarrow, isForetold }), [isNarrow, isForetold])
  const { view } = texts.segments
  return (
    <div
      role="presentation"
      className={styles.fill}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && chosen !== null) choose(null)
      }}
    >
      {surveyId !== null && status !== null && status.batchCount > 0 && (
        <SegmentMapView
          {...{ surveyId, status, chosen, mode, fileName, forecast }}
          onChoose={choose}
          onMode={setMode}
        />
      )}
      <SplitPane
        sideLabel={view.theBatch}
        initialSideWidth={420}
        minSideWidth={300}
        main={
          <RowWindow
            label={view.batchesLabel}
            count={status === null ? undefined : status.batchCount}
            rowAt={batchAt}
            onWindow={onWindow}
            columns={columns}
            rowKey={({ position }) => String(position)}
            rowHeight={28}
            minWidth={isNarrow ? 420 : 860}
            selectedKey={chosen === null ? null : String(chosen)}
            onSelect={({ position }) => choose(position)}
            revealed={revealed}
            empty={<EmptyState title={view.noBatches}>{view.noBatchesWhat}</EmptyState>}
          />
        }
        side={
          chosen === null ? null : (
            <BatchDetail
              key={chosen}
              clusterId={clusterId}
              folder={folder}
              fileName={fileName}
              position={chosen}
              contents={props.contents}
              forecastId={forecast.forecastId}
              onClose={() => choose(null)}
            />
          )
        }
      />
    </div>
  )
}

/** The row of the chosen batch, once the survey has come to it: it is brought into sight. */
function useRevealed({ surveyId, status }: SurveyInHand, position: number | null): { readonly index: number } | null {
  const isKnown = position !== null && status !== null && status.readBytes > position
  const { data } = useQuery({
    ...queries.segments.batchNumber.queryOptions({ input: { surveyId: surveyId ?? '', position: position ?? 0 } }),
    enabled: isKnown && surveyId !== null,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const number = data?.number ?? null
  return useMemo(() => (number === null ? null : { index: number }), [number])
}
