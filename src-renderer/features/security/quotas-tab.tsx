import { IconGauge, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import type { Quota } from '../../api/access.ts'
import { useAccessChanged, useWhyNot } from '../../api/access.ts'
import { queries } from '../../api/client.ts'
import { useNameToType } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import { useAskedDialog } from '../../components/asked-dialog.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { SearchField } from '../../components/fields.tsx'
import { Row, Spacer } from '../../components/layout.tsx'
import { notifyDone } from '../../components/notify.ts'
import { TabContent, Toolbar } from '../../components/page.tsx'
import type { Column } from '../../components/table-parts.tsx'
import { OneLine } from '../../components/text.tsx'
import { holdsWords } from '../../components/words.ts'
import { texts } from '../../languages/texts.ts'
import { entityWords, quotaSentence } from './acl-sentence.ts'
import { QuotaDialog } from './quota-dialog.tsx'

/** How much users, client ids and addresses may use. */
export function QuotasTab({ clusterId }: { clusterId: string }): ReactNode {
  const words = texts.security
  const noAlter = useWhyNot(clusterId, null)('alterConfigs')
  const [search, setSearch] = useState('')
  const [dialog, setDialog] = useAskedDialog(['create'])
  const [editing, setEditing] = useState<Quota | null>(null)
  const [deleting, setDeleting] = useState<Quota | null>(null)
  const { data, error } = useQuery(
    queries.access.quotas.queryOptions({ input: { clusterId }, refetchInterval: 10_000 }),
  )
  const shown = useMemo(() => {
    const isWanted = holdsWords(search)
    return data?.filter((quota) => isWanted(quotaSentence(quota)))
  }, [data, search])
  const columns = useMemo(() => quotaColumns({ whyNot: noAlter, onEdit: setEditing, onDelete: setDeleting }), [noAlter])
  if (error && !data) {
    return (
      <TabContent>
        <ErrorView problem={problemOf(error, words.quotasNotListed)} />
      </TabContent>
    )
  }
  return (
    <TabContent>
      <Toolbar>
        <SearchField label={words.quotaSearch} value={search} onChange={setSearch} />
        <Spacer />
        <Button tone="primary" icon={<IconPlus size={14} />} whyDisabled={noAlter} onClick={() => setDialog('create')}>
          {words.createQuota}
        </Button>
      </Toolbar>
      <DataTable
        label={words.quotas}
        rows={shown}
        columns={columns}
        rowKey={({ entity }) => JSON.stringify(entity)}
        empty={
          search === '' ? (
            <EmptyState icon={<IconGauge size={20} />} title={words.noQuotas}>
              {words.noQuotasWhat}
            </EmptyState>
          ) : (
            <EmptyState title={words.noQuotaFits}>{words.noUserFitsWhat}</EmptyState>
          )
        }
      />
      {dialog === 'create' && <QuotaDialog clusterId={clusterId} quota={null} onClose={() => setDialog(null)} />}
      {editing !== null && <QuotaDialog clusterId={clusterId} quota={editing} onClose={() => setEditing(null)} />}
      {deleting !== null && <DeleteQuota clusterId={clusterId} quota={deleting} onClose={() => setDeleting(null)} />}
    </TabContent>
  )
}

interface QuotaActions {
  readonly whyNot: string | null
  readonly onEdit: (quota: Quota) => void
  readonly onDelete: (quota: Quota) => void
}

function quotaColumns({ whyNot, onEdit, onDelete }: QuotaActions): readonly Column<Quota>[] {
  const words = texts.security
  return [
    {
      id: 'for',
      header: words.quotaFor,
      width: 'minmax(150px, 1fr)',
      sortBy: ({ entity }) => entityWords(entity),
      cell: ({ entity }) => <OneLine>{entityWords(entity)}</OneLine>,
    },
    {
      id: 'meaning',
      header: words.meaning,
      width: 'minmax(260px, 2.5fr)',
      cell: (quota) => <OneLine>{quotaSentence(quota)}</OneLine>,
    },
    {
      id: 'actions',
      header: '',
      width: '72px',
      cell: (quota) => (
        <Row gap={2} isOneLine>
          <IconButton
            label={`${words.changeQuota}: ${entityWords(quota.entity)}`}
            whyDisabled={whyNot}
            onClick={() => onEdit(quota)}
          >
            <IconPencil size={14} />
          </IconButton>
          <IconButton
            label={`${words.deleteQuota}: ${entityWords(quota.entity)}`}
            tone="danger"
            whyDisabled={whyNot}
            onClick={() => onDelete(quota)}
          >
            <IconTrash size={14} />
          </IconButton>
        </Row>
      ),
    },
  ]
}

function DeleteQuota({
  clusterId,
  quota,
  onClose,
}: {
  clusterId: string
  quota: Quota
  onClose: () => void
}): ReactNode {
  const words = texts.security
  const asked = useNameToType(clusterId)
  const accessChanged = useAccessChanged()
  const remove = useMutation(
    queries.access.changeQuota.mutationOptions({
      onSuccess: async () => {
        onClose()
        notifyDone(words.quotaDeleted)
        await accessChanged()
      },
    }),
  )
  const limits = quota.limits.map(({ key }) => ({ key, value: null }))
  return (
    <ConfirmDialog
      title={words.deleteQuotaTitle}
      isOpen
      onClose={onClose}
      onConfirm={() =>
        remove.mutate({ clusterId, entity: quota.entity, limits, confirmedName: asked.nameToType ?? null })
      }
      confirmLabel={words.delete}
      {...asked}
      isBusy={remove.isPending}
      problem={remove.error && problemOf(remove.error, words.quotaNotChanged)}
    >
      {words.deleteWhat}
      <p>{quotaSentence(quota)}</p>
    </ConfirmDialog>
  )
}
