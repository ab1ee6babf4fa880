import { IconKey, IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import type { ScramUser } from '../../api/access.ts'
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
import { Mono, OneLine } from '../../components/text.tsx'
import { holdsWords } from '../../components/words.ts'
import { texts } from '../../languages/texts.ts'
import { PasswordDialog } from './password-dialog.tsx'

/** Who can log in with a password that the cluster keeps (SCRAM). */
export function UsersTab({ clusterId }: { clusterId: string }): ReactNode {
  const words = texts.security
  const noAlter = useWhyNot(clusterId, null)('alter')
  const [search, setSearch] = useState('')
  const [dialog, setDialog] = useAskedDialog(['create'])
  const [editing, setEditing] = useState<ScramUser | null>(null)
  const [deleting, setDeleting] = useState<ScramUser | null>(null)
  const { data, error } = useQuery(queries.access.users.queryOptions({ input: { clusterId }, refetchInterval: 10_000 }))
  const shown = useMemo(() => {
    const isWanted = holdsWords(search)
    return data?.filter(({ name }) => isWanted(name))
  }, [data, search])
  const columns = useMemo(() => userColumns({ whyNot: noAlter, onEdit: setEditing, onDelete: setDeleting }), [noAlter])
  if (error && !data) {
    return (
      <TabContent>
        <ErrorView problem={problemOf(error, words.usersNotListed)} />
      </TabContent>
    )
  }
  return (
    <TabContent>
      <Toolbar>
        <SearchField label={words.searchUsers} value={search} onChange={setSearch} />
        <Spacer />
        <Button tone="primary" icon={<IconPlus size={14} />} whyDisabled={noAlter} onClick={() => setDialog('create')}>
          {words.createUser}
        </Button>
      </Toolbar>
      <DataTable
        label={words.users}
        rows={shown}
        columns={columns}
        rowKey={({ name }) => name}
        empty={
          search === '' ? (
            <EmptyState icon={<IconKey size={20} />} title={words.noUsers}>
              {words.noUsersWhat}
            </EmptyState>
          ) : (
            <EmptyState title={words.noUserFits}>{words.noUserFitsWhat}</EmptyState>
          )
        }
      />
      {dialog === 'create' && <PasswordDialog clusterId={clusterId} user={null} onClose={() => setDialog(null)} />}
      {editing !== null && (
        <PasswordDialog key={editing.name} clusterId={clusterId} user={editing} onClose={() => setEditing(null)} />
      )}
      {deleting !== null && <DeleteUser clusterId={clusterId} user={deleting} onClose={() => setDeleting(null)} />}
    </TabContent>
  )
}

interface UserActions {
  readonly whyNot: string | null
  readonly onEdit: (user: ScramUser) => void
  readonly onDelete: (user: ScramUser) => void
}

function userColumns({ whyNot, onEdit, onDelete }: UserActions): readonly Column<ScramUser>[] {
  const words = texts.security
  return [
    {
      id: 'user',
      header: words.user,
      width: 'minmax(130px, 1fr)',
      sortBy: ({ name }) => name,
      cell: ({ name }) => (
        <OneLine text={name}>
          <Mono>{name}</Mono>
        </OneLine>
      ),
    },
    {
      id: 'meaning',
      header: words.meaning,
      width: 'minmax(220px, 2.5fr)',
      cell: ({ name, credentials }) => (
        <OneLine>{words.userHas(name, credentials.map(({ mechanism }) => mechanism).join(words.and))}</OneLine>
      ),
    },
    {
      id: 'iterations',
      header: words.iterations,
      width: 'minmax(90px, 0.5fr)',
      cell: ({ credentials }) => [...new Set(credentials.map(({ iterations }) => iterations))].join(', '),
    },
    {
      id: 'actions',
      header: '',
      width: '72px',
      cell: (user) => (
        <Row gap={2} isOneLine>
          <IconButton label={words.changePasswordOf(user.name)} whyDisabled={whyNot} onClick={() => onEdit(user)}>
            <IconKey size={14} />
          </IconButton>
          <IconButton
            label={words.deleteUser(user.name)}
            tone="danger"
            whyDisabled={whyNot}
            onClick={() => onDelete(user)}
          >
            <IconTrash size={14} />
          </IconButton>
        </Row>
      ),
    },
  ]
}

function DeleteUser({
  clusterId,
  user,
  onClose,
}: {
  clusterId: string
  user: ScramUser
  onClose: () => void
}): ReactNode {
  const words = texts.security
  const asked = useNameToType(clusterId)
  const accessChanged = useAccessChanged()
  const remove = useMutation(
    queries.access.deleteUser.mutationOptions({
      onSuccess: async () => {
        onClose()
        notifyDone(words.userDeleted(user.name))
        await accessChanged()
      },
    }),
  )
  return (
    <ConfirmDialog
      title={words.deleteUserTitle(user.name)}
      isOpen
      onClose={onClose}
      onConfirm={() =>
        remove.mutate({
          clusterId,
          user: user.name,
          mechanisms: user.credentials.map(({ mechanism }) => mechanism),
          confirmedName: asked.nameToType ?? null,
        })
      }
      confirmLabel={words.delete}
      {...asked}
      isBusy={remove.isPending}
      problem={remove.error && problemOf(remove.error, words.userNotDeleted(user.name))}
    >
      {words.deleteUserWhat(user.name)}
    </ConfirmDialog>
  )
}
