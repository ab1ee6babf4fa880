import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import { useNameToType } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import type { PlannedAssignment } from '../../api/reassignments.ts'
import { useReassignmentsChanged } from '../../api/reassignments.ts'
import { Button } from '../../components/button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { FieldGrid } from '../../components/field-grid.tsx'
import { NumberField } from '../../components/fields.tsx'
import { Stack } from '../../components/layout.tsx'
import { notifyDone } from '../../components/notify.ts'
import { PickMany } from '../../components/pick-many.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { useTypedName } from '../../components/typed-name.tsx'
import { Dim, Mono } from '../../components/text.tsx'
import { formatBytes } from '../../formatting/bytes.ts'
import { texts } from '../../languages/texts.ts'

export interface MoveReplicasDialogProps {
  readonly clusterId: string
  readonly topic: string
  readonly replicationFactor: number
  readonly onClose: () => void
}

/** Other brokers, or another number of replicas, for the partitions of a topic. */
export function MoveReplicasDialog(props: MoveReplicasDialogProps): ReactNode {
  const { clusterId, topic, onClose } = props
  const words = texts.topics
  const [wishes, setWishes] = useState<MoveWishes>({
    replicationFactor: props.replicationFactor,
    nodeIds: null,
    bytesPerSecond: null,
  })
  const { replicationFactor, nodeIds, bytesPerSecond } = wishes
  const brokers = useQuery(queries.brokers.list.queryOptions({ input: { clusterId } })).data?.brokers ?? []
  const plan = useQuery(
    queries.reassignments.plan.queryOptions({
      input: {
        clusterId,
        topic,
        replicationFactor: replicationFactor ?? 1,
        nodeIds: nodeIds === null ? null : [...nodeIds],
      },
      staleTime: 0,
      placeholderData: keepPreviousData,
    }),
  )
  const changed = plan.error ? [] : (plan.data?.rows.filter((row) => !isSame(row)) ?? [])
  const start = useStart(topic, onClose)
  const { field, isTyped, confirmedName } = useTypedName(useNameToType(clusterId, topic))
  const submit = (): void =>
    start.mutate({
      clusterId,
      topic,
      assignments: changed.map(({ partition, replicas }) => ({ partition, replicas })),
      bytesPerSecond: bytesPerSecond === null ? null : BigInt(bytesPerSecond),
      confirmedName,
    })
  return (
    <Dialog
      title={words.moveTitle(topic)}
      size="large"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button
            tone="primary"
            isDisabled={changed.length === 0 || plan.isPlaceholderData || !isTyped}
            isBusy={start.isPending}
            onClick={submit}
          >
            {words.move(changed.length)}
          </Button>
        </>
      }
    >
      <Stack gap={14}>
        <MoveFields wishes={wishes} brokers={brokers} onChange={setWishes} />
        <div style={{ height: Math.min(320, 40 + 34 * Math.max(1, plan.data?.rows.length ?? 3)), display: 'flex' }}>
          <DataTable
            label={words.movePlan}
            rows={plan.data?.rows}
            columns={planColumns()}
            rowKey={({ partition }) => String(partition)}
          />
        </div>
        {field}
        {plan.error && <ErrorView problem={problemOf(plan.error, words.notPlanned)} />}
        {start.error && <ErrorView problem={problemOf(start.error, words.notMoved(topic))} />}
      </Stack>
    </Dialog>
  )
}

interface MoveWishes {
  readonly replicationFactor: number | null
  /** Null: all of the cluster. */
  readonly nodeIds: readonly number[] | null
  /** Null: as fast as it goes. */
  readonly bytesPerSecond: number | null
}

interface MoveFieldsProps {
  readonly wishes: MoveWishes
  readonly brokers: readonly { readonly nodeId: number }[]
  readonly onChange: (wishes: MoveWishes) => void
}

function MoveFields({ wishes, brokers, onChange }: MoveFieldsProps): ReactNode {
  const words = texts.topics
  const { nodeIds } = wishes
  return (
    <FieldGrid align="end">
      <NumberField
        label={words.replicationFactor}
        value={wishes.replicationFactor}
        onChange={(replicationFactor) => onChange({ ...wishes, replicationFactor })}
        min={1}
        max={Math.max(1, brokers.length)}
      />
      <NumberField
        label={words.throttle}
        placeholder={words.noThrottle}
        value={wishes.bytesPerSecond}
        onChange={(bytesPerSecond) => onChange({ ...wishes, bytesPerSecond })}
        min={1}
      />
      <PickMany
        label={words.toBrokers}
        summary={nodeIds === null ? words.allBrokers : words.someBrokers(nodeIds.join(', '))}
        options={brokers.map(({ nodeId }) => ({ value: nodeId, label: words.brokerOf(nodeId) }))}
        chosen={nodeIds}
        onChange={(chosen) => onChange({ ...wishes, nodeIds: chosen })}
      />
    </FieldGrid>
  )
}

function useStart(topic: string, onDone: () => void) {
  const reassignmentsChanged = useReassignmentsChanged()
  return useMutation(
    queries.reassignments.start.mutationOptions({
      onSuccess: async () => {
        onDone()
        notifyDone(texts.topics.moveStarted(topic))
        await reassignmentsChanged()
      },
    }),
  )
}

function isSame({ replicas, currentReplicas }: PlannedAssignment): boolean {
  return replicas.join() === currentReplicas.join()
}

function planColumns(): readonly Column<PlannedAssignment>[] {
  const words = texts.topics
  return [
    { id: 'partition', header: words.partition, width: 'minmax(84px, 0.5fr)', cell: ({ partition }) => partition },
    {
      id: 'now',
      header: words.replicasNow,
      width: 'minmax(100px, 1fr)',
      cell: ({ currentReplicas }) => <Mono>{currentReplicas.join(', ')}</Mono>,
    },
    {
      id: 'then',
      header: words.replicasThen,
      width: 'minmax(100px, 1fr)',
      cell: (row) => (isSame(row) ? <Dim>{words.unchanged}</Dim> : <Mono>{row.replicas.join(', ')}</Mono>),
    },
    {
      id: 'bytes',
      header: words.copied,
      align: 'end',
      width: 'minmax(90px, 0.7fr)',
      cell: ({ bytesToCopy }) => (bytesToCopy === null ? <Dim>–</Dim> : formatBytes(bytesToCopy)),
    },
  ]
}
