import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { queries } from '../../api/client.ts'
import { useWhyReadOnly } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import type { Reassignment, Throttle } from '../../api/reassignments.ts'
import { useReassignments, useReassignmentsChanged } from '../../api/reassignments.ts'
import { Button } from '../../components/button.tsx'
import { Row, Spacer, Stack } from '../../components/layout.tsx'
import { notifyDone, notifyProblem } from '../../components/notify.ts'
import { Panel } from '../../components/page.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { Dim } from '../../components/text.tsx'
import { formatBytes } from '../../formatting/bytes.ts'
import { texts } from '../../languages/texts.ts'

interface OnTopic {
  readonly clusterId: string
  readonly topic: string
}

/** The replicas of a topic on their way, and limits that are set: how far, and how it is ended. */
export function MovingReplicas({ clusterId, topic }: OnTopic): ReactNode {
  const { data } = useReassignments(clusterId)
  if (!data) return null
  const ofTopic = data.reassignments.filter((each) => each.topic === topic)
  const rate = rateOf(data.throttle)
  if (ofTopic.length === 0 && rate === null) return null
  return (
    <div style={{ paddingBottom: 12 }}>
      <Panel padding={12}>
        <Stack gap={10}>
          {ofTopic.length > 0 && <Progress clusterId={clusterId} topic={topic} moving={ofTopic} />}
          {rate !== null && <Limit clusterId={clusterId} rate={rate} isMoving={data.reassignments.length > 0} />}
        </Stack>
      </Panel>
    </div>
  )
}

function Progress({ clusterId, topic, moving }: OnTopic & { readonly moving: readonly Reassignment[] }): ReactNode {
  const words = texts.topics
  const readOnly = useWhyReadOnly(clusterId)
  const reassignmentsChanged = useReassignmentsChanged()
  const cancel = useMutation(
    queries.reassignments.cancel.mutationOptions({
      onSuccess: () => notifyDone(words.moveCancelled),
      onError: (error) => notifyProblem(problemOf(error, words.notDone)),
      onSettled: reassignmentsChanged,
    }),
  )
  const copied = moving.reduce((sum, { copiedBytes }) => sum + (copiedBytes ?? 0n), 0n)
  const total = moving.reduce((sum, { totalBytes }) => sum + (totalBytes ?? 0n), 0n)
  const partitions = moving.map(({ partition }) => partition)
  return (
    <>
      <Row>
        <span>{words.moving(partitions.join(', '))}</span>
        <Dim>{words.movingProgress(formatBytes(copied), formatBytes(total))}</Dim>
        <Spacer />
        <Button
          size="small"
          isBusy={cancel.isPending}
          whyDisabled={readOnly}
          onClick={() => cancel.mutate({ clusterId, topic, partitions })}
        >
          {words.cancelMove}
        </Button>
      </Row>
      <ProgressBar
        label={words.moving(partitions.join(', '))}
        part={total === 0n ? null : Number((copied * 1000n) / total) / 1000}
      />
    </>
  )
}

interface LimitProps {
  readonly clusterId: string
  readonly rate: string
  readonly isMoving: boolean
}

function Limit({ clusterId, rate, isMoving }: LimitProps): ReactNode {
  const words = texts.topics
  const readOnly = useWhyReadOnly(clusterId)
  const reassignmentsChanged = useReassignmentsChanged()
  const remove = useMutation(
    queries.reassignments.removeThrottle.mutationOptions({
      onSuccess: () => notifyDone(words.throttleRemoved),
      onError: (error) => notifyProblem(problemOf(error, words.notDone)),
      onSettled: reassignmentsChanged,
    }),
  )
  return (
    <Row>
      <span>{isMoving ? words.throttled(rate) : words.throttleLeft(rate)}</span>
      <Spacer />
      <Button
        size="small"
        isBusy={remove.isPending}
        whyDisabled={readOnly}
        onClick={() => remove.mutate({ clusterId })}
      >
        {words.removeThrottle}
      </Button>
    </Row>
  )
}

/** The narrowest limit that some broker has; null when none has any. */
function rateOf({ brokers }: Throttle): string | null {
  const rates = brokers
    .flatMap(({ leaderBytesPerSecond, followerBytesPerSecond }) => [leaderBytesPerSecond, followerBytesPerSecond])
    .flatMap((rate) => (rate !== null && /^\d+$/.test(rate) ? [BigInt(rate)] : []))
  const [first, ...others] = rates
  if (first === undefined) return null
  return formatBytes(others.reduce((least, rate) => (rate < least ? rate : least), first))
}
