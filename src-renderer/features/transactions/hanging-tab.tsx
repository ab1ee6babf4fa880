import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { TabContent, Toolbar } from '../../components/page.tsx'
import { Dim } from '../../components/text.tsx'
import { formatCount } from '../../formatting/counts.ts'
import { texts } from '../../languages/texts.ts'
import { NotAll } from '../../components/not-all.tsx'
import { ProducersTable } from './producers-table.tsx'

/** Transactions that nobody will end; looked for when asked, because every partition is. */
export function HangingTab({ clusterId }: { clusterId: string }): ReactNode {
  const words = texts.transactions
  const { data, error, isFetching, refetch } = useQuery(
    queries.transactions.findHanging.queryOptions({ input: { clusterId }, enabled: false }),
  )
  return (
    <TabContent>
      <Toolbar>
        <Button tone="primary" icon={<IconSearch size={14} />} isBusy={isFetching} onClick={() => void refetch()}>
          {words.look}
        </Button>
        <Dim>{data ? words.looked(formatCount(data.partitionCount)) : words.lookWhat}</Dim>
      </Toolbar>
      {error && <ErrorView problem={problemOf(error, words.notListed)} />}
      {data && (
        <>
          <NotAll problems={data.problems} />
          <ProducersTable
            clusterId={clusterId}
            producers={data.producers}
            hasTopic
            empty={<EmptyState title={words.noneHangs}>{words.noneHangsWhat}</EmptyState>}
          />
        </>
      )}
    </TabContent>
  )
}
