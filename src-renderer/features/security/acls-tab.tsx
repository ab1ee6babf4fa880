import { IconPlus, IconShieldOff, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import type { AclBinding, AclResourceType } from '../../api/access.ts'
import { aclResourceType, useWhyNot } from '../../api/access.ts'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { useAskedDialog } from '../../components/asked-dialog.ts'
import { Button } from '../../components/button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { SearchField, SelectField } from '../../components/fields.tsx'
import { Spacer } from '../../components/layout.tsx'
import { TabContent, Toolbar } from '../../components/page.tsx'
import { Dim } from '../../components/text.tsx'
import { texts } from '../../languages/texts.ts'
import { aclColumns, keyOfAcl } from './acl-columns.tsx'
import { filterAcls } from './acl-filter.ts'
import { CreateAclDialog } from './create-acl-dialog.tsx'
import { DeleteAclsDialog } from './delete-acls-dialog.tsx'

/** The ACLs of a cluster: searched, made and deleted. */
export function AclsTab({ clusterId }: { clusterId: string }): ReactNode {
  const words = texts.security
  const noAlter = useWhyNot(clusterId, null)('alter')
  const [search, setSearch] = useState('')
  const [resourceType, setResourceType] = useState<AclResourceType | 'any'>('any')
  const [chosen, setChosen] = useState<ReadonlyMap<string, AclBinding>>(new Map())
  const [dialog, setDialog] = useAskedDialog(['create', 'delete'])
  const { data, error } = useQuery(queries.access.acls.queryOptions({ input: { clusterId }, refetchInterval: 10_000 }))
  const shown = useMemo(() => data && filterAcls(data.bindings, { search, resourceType }), [data, search, resourceType])
  const columns = useMemo(
    () => aclColumns({ chosen, onToggle: (acl) => setChosen((before) => toggled(before, acl)) }),
    [chosen],
  )
  if (error && !data) {
    return (
      <TabContent>
        <ErrorView problem={problemOf(error, words.aclsNotListed)} />
      </TabContent>
    )
  }
  if (data?.isEnabled === false) {
    return (
      <EmptyState icon={<IconShieldOff size={20} />} title={words.noAuthorizer}>
        {words.noAuthorizerWhat}
      </EmptyState>
    )
  }
  return (
    <TabContent>
      <Toolbar>
        <SearchField label={words.searchAcls} value={search} onChange={setSearch} />
        <ResourceFilter value={resourceType} onChange={setResourceType} />
        <Dim>{shown ? words.aclCount(shown.length) : ''}</Dim>
        <Spacer />
        {chosen.size > 0 && (
          <Button icon={<IconTrash size={14} />} whyDisabled={noAlter} onClick={() => setDialog('delete')}>
            {words.deleteAcls(words.aclCount(chosen.size))}
          </Button>
        )}
        <Button tone="primary" icon={<IconPlus size={14} />} whyDisabled={noAlter} onClick={() => setDialog('create')}>
          {words.createAcl}
        </Button>
      </Toolbar>
      <DataTable
        label={words.acls}
        rows={shown}
        columns={columns}
        rowKey={keyOfAcl}
        minWidth={880}
        initialSort={{ columnId: 'principal', direction: 'up' }}
        empty={<Nothing isFiltered={(data?.bindings.length ?? 0) > 0} />}
      />
      <CreateAclDialog clusterId={clusterId} isOpen={dialog === 'create'} onClose={() => setDialog(null)} />
      <DeleteAclsDialog
        clusterId={clusterId}
        bindings={[...chosen.values()]}
        isOpen={dialog === 'delete' && chosen.size > 0}
        onClose={() => setDialog(null)}
        onDeleted={() => setChosen(new Map())}
      />
    </TabContent>
  )
}

interface ResourceFilterProps {
  readonly value: AclResourceType | 'any'
  readonly onChange: (value: AclResourceType | 'any') => void
}

function ResourceFilter({ value: chosen, onChange }: ResourceFilterProps): ReactNode {
  const words = texts.security
  return (
    <SelectField
      label={words.resource}
      isLabelHidden
      width={150}
      value={chosen}
      options={[
        { value: 'any', label: words.anyResource },
        ...aclResourceType.options.map((value) => ({ value, label: words.resourceNames[value] })),
      ]}
      onChange={onChange}
    />
  )
}

function toggled(before: ReadonlyMap<string, AclBinding>, acl: AclBinding): ReadonlyMap<string, AclBinding> {
  const after = new Map(before)
  if (!after.delete(keyOfAcl(acl))) after.set(keyOfAcl(acl), acl)
  return after
}

function Nothing({ isFiltered }: { isFiltered: boolean }): ReactNode {
  const words = texts.security
  return isFiltered ? (
    <EmptyState title={words.noAclFits}>{words.noAclFitsWhat}</EmptyState>
  ) : (
    <EmptyState title={words.noAcls}>{words.noAclsWhat}</EmptyState>
  )
}
