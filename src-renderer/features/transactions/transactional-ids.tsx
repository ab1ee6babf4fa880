import { IconArrowsExchange } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import type { Transaction } from '../../api/transactions.ts'
import { Badge } from '../../components/badge.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { SearchField } from '../../components/fields.tsx'
import { Hint } from '../../components/hint.tsx'
import { Row } from '../../components/layout.tsx'
import { TabContent, Toolbar } from '../../components/page.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { Dim, Mono, OneLine } from '../../components/text.tsx'
import { holdsWords } from '../../components/words.ts'
import { formatDuration } from '../../formatting/durations.ts'
import { texts } from '../../languages/texts.ts'
import { NotAll } from '../../components/not-all.tsx'

/** Who writes in transactions, and how each stands. */
export function TransactionalIds({ clusterId }: { clusterId: string }): ReactNode {
  const words = texts.transactions
  const [search, setSearch] = useState('')
  const { data, error, dataUpdatedAt } = useQuery(
    queries.transactions.list.queryOptions({ input: { clusterId }, refetchInterval: 5000 }),
  )
  const shown = useMemo(() => {
    const isWanted = holdsWords(search)
    return data?.transactions.filter(({ transactionalId }) => isWanted(transactionalId))
  }, [data, search])
  const columns = useMemo(() => transactionColumns(dataUpdatedAt), [dataUpdatedAt])
  if (error && !data) {
    return (
      <TabContent>
        <ErrorView problem={problemOf(error, words.notListed)} />
      </TabContent>
    )
  }
  return (
    <TabContent>
      <Toolbar>
        <SearchField label={words.search} value={search} onChange={setSearch} />
      </Toolbar>
      <NotAll problems={data?.problems} />
      <DataTable
        label={words.title}
        rows={shown}
        columns={columns}
        rowKey={({ transactionalId }) => transactionalId}
        minWidth={800}
        initialSort={{ columnId: 'id', direction: 'up' }}
        empty={
          search === '' ? (
            <EmptyState icon={<IconArrowsExchange size={20} />} title={words.none}>
              {words.noneWhat}
            </EmptyState>
          ) : (
            <EmptyState title={words.noneFits}>{words.noneFitsWhat}</EmptyState>
          )
        }
      />
    </TabContent>
  )
}

function transactionColumns(nowMs: number): readonly Column<Transaction>[] {
  const words = texts.transactions
  return [
    {
      id: 'id',
      header: words.id,
      width: 'minmax(150px, 1.6fr)',
      sortBy: ({ transactionalId }) => transactionalId,
      cell: ({ transactionalId }) => (
        <OneLine text={transactionalId}>
          <Mono>{transactionalId}</Mono>
        </OneLine>
      ),
    },
    {
      id: 'state',
      header: words.state,
      width: 'minmax(150px, 1fr)',
      sortBy: ({ state }) => state,
      cell: (transaction) => <State transaction={transaction} />,
    },
    {
      id: 'openFor',
      header: words.openFor,
      width: 'minmax(110px, 0.6fr)',
      sortBy: ({ startedAt }) => startedAt,
      cell: ({ startedAt }) =>
        startedAt === null ? <Dim>–</Dim> : formatDuration(Math.max(0, nowMs - Number(startedAt))),
    },
    {
      id: 'timeout',
      header: words.timeout,
      width: 'minmax(80px, 0.5fr)',
      sortBy: ({ timeoutMs }) => timeoutMs,
      cell: ({ timeoutMs }) => (timeoutMs === null ? <Dim>–</Dim> : formatDuration(timeoutMs)),
    },
    {
      id: 'partitions',
      header: words.partitions,
      width: 'minmax(120px, 1.2fr)',
      cell: ({ partitions, problem }) => {
        if (problem !== null) return <Dim>{problem}</Dim>
        const places = partitions.map(({ topic, partition }) => `${topic}-${partition}`).join(', ')
        return places === '' ? <Dim>–</Dim> : <OneLine>{places}</OneLine>
      },
    },
    {
      id: 'producer',
      header: words.producerId,
      width: 'minmax(110px, 0.6fr)',
      align: 'end',
      sortBy: ({ producerId }) => producerId,
      cell: ({ producerId, producerEpoch }) => `${producerId}${producerEpoch === null ? '' : ` · ${producerEpoch}`}`,
    },
    {
      id: 'coordinator',
      header: words.coordinator,
      width: 'minmax(110px, 0.6fr)',
      sortBy: ({ coordinator }) => coordinator,
      cell: ({ coordinator }) => words.broker(String(coordinator)),
    },
  ]
}

function State({ transaction: { state, isOverdue } }: { transaction: Transaction }): ReactNode {
  const words = texts.transactions
  return (
    <Row gap={6} isOneLine>
      <Badge tone={state === 'Ongoing' ? 'info' : 'neutral'}>{state}</Badge>
      {isOverdue && (
        <Hint text={words.overdueWhy}>
          <span>
            <Badge tone="bad">{words.overdue}</Badge>
          </span>
        </Hint>
      )}
    </Row>
  )
}
