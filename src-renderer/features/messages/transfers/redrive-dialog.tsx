import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useTopicsChanged } from '../../../api/topics.ts'
import type { RedriveEvent } from '../../../api/transfers.ts'
import { dryRun, redrive, resumeRedrive, useJob } from '../../../api/transfers.ts'
import { client, queries } from '../../../api/client.ts'
import { useSettings } from '../../../api/settings.ts'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { Spacer, Stack } from '../../../components/layout.tsx'
import { formatTimestamp } from '../../../formatting/timestamps.ts'
import { blankRedrive, orderOf } from './redrive-draft.ts'
import { RedriveOutcome } from './redrive-outcome.tsx'
import { HeaderChanges, TargetFields } from './redrive-fields.tsx'
import type { ScanAtHand } from './scan-at-hand.ts'
import { bounded, wholeTopic } from './scan-at-hand.ts'
import styles from './transfers.module.css'
import { FIRST_WAY, WayFields } from './way-fields.tsx'
import { texts } from '../../../languages/texts.ts'

export interface RedriveDialogProps extends ScanAtHand {
  readonly onClose: () => void
}

/** Sends on what the bar and its filter find: first as a dry run, then in earnest; what was cut off can be gone on with. */
export function RedriveDialog(props: RedriveDialogProps): ReactNode {
  const { clusterId, topic, onClose } = props
  const [draft, setDraft] = useState(() => blankRedrive(clusterId))
  const [way, setWay] = useState(FIRST_WAY)
  const job = useJob<RedriveEvent>()
  const [isDry, setIsDry] = useState(true)
  const topicsChanged = useTopicsChanged()
  const unfinished = useQuery(queries.redrives.unfinished.queryOptions({ staleTime: 0 }))
  const source = props.request && !props.isTail ? bounded(props.request) : wholeTopic(props)
  const order = orderOf(draft, { source, way })
  const isRunning = job.phase === 'running'
  const run = async (stream: Parameters<typeof job.start>[0], asDry: boolean): Promise<void> => {
    setIsDry(asDry)
    await job.start(stream)
    await Promise.all([topicsChanged(), unfinished.refetch()])
  }
  return (
    <Dialog
      title={texts.transfers.redriveOf(topic)}
      isOpen
      onClose={onClose}
      size="large"
      actions={
        <>
          <Spacer />
          <Actions
            isRunning={isRunning}
            isReady={order !== null}
            onStop={job.stop}
            onDryRun={() => order && void run(dryRun(order), true)}
            onRun={() => order && void run(redrive(order), false)}
          />
        </>
      }
    >
      <Stack gap={14}>
        {!isRunning && (
          <Unfinished
            entries={unfinished.data ?? []}
            onResume={(redriveId) => void run(resumeRedrive(redriveId), false)}
            onDiscard={(redriveId) => void client.redrives.discard({ redriveId }).then(() => unfinished.refetch())}
          />
        )}
        <div>
          {source.filter ? texts.transfers.everyMessageThatThe : texts.transfers.everyMessageInThe}{' '}
          {texts.transfers.keyAndValueGo}
        </div>
        <TargetFields
          draft={draft}
          isDisabled={isRunning}
          onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
        />
        <HeaderChanges draft={draft} isDisabled={isRunning} onChange={setDraft} />
        <WayFields
          way={way}
          kind="records"
          isDisabled={isRunning}
          onChange={(change) => setWay((before) => ({ ...before, ...change }))}
        />
        <RedriveOutcome job={job} isDry={isDry} />
      </Stack>
    </Dialog>
  )
}

interface ActionsProps {
  readonly isRunning: boolean
  readonly isReady: boolean
  readonly onStop: () => void
  readonly onDryRun: () => void
  readonly onRun: () => void
}

function Actions({ isRunning, isReady, onStop, onDryRun, onRun }: ActionsProps): ReactNode {
  if (isRunning) return <Button onClick={onStop}>{texts.transfers.stop}</Button>
  return (
    <>
      <Button isDisabled={!isReady} onClick={onDryRun}>
        {texts.transfers.dryRun}
      </Button>
      <Button tone="primary" isDisabled={!isReady} onClick={onRun}>
        {texts.transfers.redrive}
      </Button>
    </>
  )
}

interface UnfinishedProps {
  readonly entries: readonly {
    readonly redriveId: string
    readonly topic: string
    readonly target: string
    readonly startedAt: bigint
    readonly writtenCount: number
  }[]
  readonly onResume: (redriveId: string) => void
  readonly onDiscard: (redriveId: string) => void
}

/** Redrives that were stopped, or cut off by whatever. */
function Unfinished({ entries, onResume, onDiscard }: UnfinishedProps): ReactNode {
  const { timestamps: zone } = useSettings()
  return entries.map(({ redriveId, topic, target, startedAt, writtenCount }) => (
    <div key={redriveId} className={styles.unfinished} role="group" aria-label={texts.transfers.notFinished}>
      <span>
        {texts.transfers.unfinished({ topic, target, count: writtenCount, begunAt: formatTimestamp(startedAt, zone) })}
      </span>
      <Spacer />
      <Button size="small" onClick={() => onResume(redriveId)}>
        {texts.transfers.goOnWithIt}
      </Button>
      <Button size="small" tone="quiet" onClick={() => onDiscard(redriveId)}>
        {texts.transfers.discard}
      </Button>
    </div>
  ))
}
