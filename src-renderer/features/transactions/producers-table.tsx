import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { useWhyReadOnly } from '../../api/clusters.ts'
import { useSettings } from '../../api/settings.ts'
import type { ProducerState } from '../../api/transactions.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Hint } from '../../components/hint.tsx'
import { Row } from '../../components/layout.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { Dim, OneLine } from '../../components/text.tsx'
import { formatOffset } from '../../formatting/counts.ts'
import { formatTimestamp, type TimestampZone } from '../../formatting/timestamps.ts'
import { texts } from '../../languages/texts.ts'
import { AbortDialog } from './abort-dialog.tsx'

export interface ProducersTableProps {
  readonly clusterId: string
  readonly producers: readonly ProducerState[] | undefined
  readonly hasTopic: boolean
  readonly empty: ReactNode
}

/** Producers with what each has open, and how it is ended. */
export function ProducersTable({ clusterId, producers, hasTopic, empty }: ProducersTableProps): ReactNode {
  const [aborting, setAborting] = useState<ProducerState | null>(null)
  const zone = useSettings().timestamps
  const whyNoAbort = useWhyReadOnly(clusterId)
  const columns = useMemo(
    () => producerColumns({ zone, hasTopic, whyNoAbort, onAbort: setAborting }),
    [zone, hasTopic, whyNoAbort],
  )
  return (
    <>
      <DataTable
        label={texts.transactions.producers}
        rows={producers}
        columns={columns}
        rowKey={({ topic, partition, producerId }) => `${topic} ${partition} ${producerId}`}
        minWidth={900}
        empty={empty}
      />
      {aborting !== null && <AbortDialog clusterId={clusterId} producer={aborting} onClose={() => setAborting(null)} />}
    </>
  )
}

interface ColumnInput {
  readonly zone: TimestampZone
  readonly hasTopic: boolean
  readonly whyNoAbort: string | null
  readonly onAbort: (producer: ProducerState) => void
}

function producerColumns({ zone, hasTopic, ...acts }: ColumnInput): readonly Column<ProducerState>[] {
  const words = texts.transactions
  return [
    {
      id: 'partition',
      header: words.partition,
      width: 'minmax(80px, 1fr)',
      sortBy: ({ topic, partition }) => `${topic}-${partition}`,
      cell: ({ topic, partition }) => <OneLine>{hasTopic ? `${topic}-${partition}` : String(partition)}</OneLine>,
    },
    {
      id: 'producer',
      header: words.producerId,
      width: 'minmax(110px, 0.6fr)',
      sortBy: ({ producerId }) => producerId,
      cell: ({ producerId, producerEpoch }) => `${producerId} · ${producerEpoch}`,
    },
    {
      id: 'id',
      header: words.id,
      width: 'minmax(120px, 1fr)',
      cell: ({ transactionalId }) => (transactionalId === null ? <Dim>–</Dim> : <OneLine>{transactionalId}</OneLine>),
    },
    {
      id: 'sequence',
      header: words.lastSequence,
      width: 'minmax(134px, 0.5fr)',
      align: 'end',
      cell: ({ lastSequence }) => (lastSequence < 0 ? <Dim>–</Dim> : String(lastSequence)),
    },
    {
      id: 'last',
      header: words.lastWrite,
      width: 'minmax(204px, 1fr)',
      sortBy: ({ lastTimestamp }) => lastTimestamp,
      cell: ({ lastTimestamp }) =>
        lastTimestamp === null ? <Dim>–</Dim> : <OneLine>{formatTimestamp(lastTimestamp, zone)}</OneLine>,
    },
    {
      id: 'open',
      header: words.openSince,
      width: 'minmax(210px, 1.2fr)',
      sortBy: ({ openSinceOffset }) => openSinceOffset,
      cell: (producer) => <Open producer={producer} {...acts} />,
    },
  ]
}

type OpenProps = Pick<ColumnInput, 'whyNoAbort' | 'onAbort'> & { readonly producer: ProducerState }

function Open({ producer, whyNoAbort, onAbort }: OpenProps): ReactNode {
  const words = texts.transactions
  const { topic, partition, openSinceOffset, hanging } = producer
  if (openSinceOffset === null) return <Dim>{words.nothingOpen}</Dim>
  const offset = formatOffset(openSinceOffset)
  return (
    <Row gap={8} isOneLine>
      {offset}
      {hanging !== null && (
        <Hint text={words.reasons[hanging]}>
          <span>
            <Badge tone="bad">{words.hangs}</Badge>
          </span>
        </Hint>
      )}
      <Button
        size="small"
        label={words.abortOf(`${topic}-${partition}`, offset)}
        whyDisabled={whyNoAbort}
        onClick={() => onAbort(producer)}
      >
        {words.abort}
      </Button>
    </Row>
  )
}
