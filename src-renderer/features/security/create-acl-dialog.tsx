import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { AclBinding } from '../../api/access.ts'
import { aclOperation, aclResourceType, useAccessChanged } from '../../api/access.ts'
import { queries } from '../../api/client.ts'
import { useNameToType } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { FieldGrid } from '../../components/field-grid.tsx'
import { SelectField, TextField } from '../../components/fields.tsx'
import { Stack } from '../../components/layout.tsx'
import { notifyDone } from '../../components/notify.ts'
import { Panel } from '../../components/page.tsx'
import { useTypedName } from '../../components/typed-name.tsx'
import { texts } from '../../languages/texts.ts'
import { aclSentence } from './acl-sentence.ts'

export interface CreateAclDialogProps {
  readonly clusterId: string
  readonly isOpen: boolean
  readonly onClose: () => void
}

const EMPTY: AclBinding = {
  principal: 'User:',
  permission: 'allow',
  operation: 'read',
  resourceType: 'topic',
  resourceName: '',
  patternType: 'literal',
  host: '*',
}

// The one name that the cluster has as a resource.
const CLUSTER_NAME = 'kafka-cluster'

export function CreateAclDialog({ clusterId, isOpen, onClose }: CreateAclDialogProps): ReactNode {
  const words = texts.security
  const [draft, setDraft] = useState(EMPTY)
  const accessChanged = useAccessChanged()
  const acl: AclBinding =
    draft.resourceType === 'cluster' ? { ...draft, resourceName: CLUSTER_NAME, patternType: 'literal' } : draft
  const isWhole = /^[^:]+:.+$/.test(acl.principal) && acl.resourceName !== '' && acl.host !== ''
  const onProduction = useNameToType(clusterId)
  const { field, isTyped, confirmedName } = useTypedName(acl.permission === 'deny' ? onProduction : {})
  const close = (): void => {
    setDraft(EMPTY)
    create.reset()
    onClose()
  }
  const create = useMutation(
    queries.access.createAcls.mutationOptions({
      onSuccess: async () => {
        close()
        notifyDone(words.aclCreated)
        await accessChanged()
      },
    }),
  )
  return (
    <Dialog
      title={words.createAcl}
      isOpen={isOpen}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{words.cancel}</Button>
          <Button
            tone="primary"
            isDisabled={!isWhole || !isTyped}
            isBusy={create.isPending}
            onClick={() => create.mutate({ clusterId, bindings: [acl], confirmedName })}
          >
            {words.create}
          </Button>
        </>
      }
    >
      <Stack gap={14}>
        <AclFields draft={acl} onChange={(change) => setDraft((before) => ({ ...before, ...change }))} />
        {isWhole && <Panel padding={12}>{aclSentence(acl)}</Panel>}
        {field}
        {create.error && <ErrorView problem={problemOf(create.error, words.aclNotCreated)} />}
      </Stack>
    </Dialog>
  )
}

interface AclFieldsProps {
  readonly draft: AclBinding
  readonly onChange: (change: Partial<AclBinding>) => void
}

function AclFields({ draft, onChange }: AclFieldsProps): ReactNode {
  const words = texts.security
  const isCluster = draft.resourceType === 'cluster'
  return (
    <>
      <TextField
        label={words.principal}
        description={words.principalRule}
        value={draft.principal}
        onChange={(principal) => onChange({ principal })}
        isMonospace
        hasInitialFocus
      />
      <FieldGrid>
        <SelectField
          label={words.permission}
          value={draft.permission}
          options={[
            { value: 'allow', label: words.allow },
            { value: 'deny', label: words.deny },
          ]}
          onChange={(permission) => onChange({ permission })}
        />
        <SelectField
          label={words.operation}
          value={draft.operation}
          options={aclOperation.options.map((value) => ({ value, label: words.operationNames[value] }))}
          onChange={(operation) => onChange({ operation })}
          isSearchable
        />
        <SelectField
          label={words.resource}
          value={draft.resourceType}
          options={aclResourceType.options.map((value) => ({ value, label: words.resourceNames[value] }))}
          onChange={(resourceType) => onChange({ resourceType })}
        />
      </FieldGrid>
      <FieldGrid>
        <TextField
          label={words.name}
          value={draft.resourceName}
          onChange={(resourceName) => onChange({ resourceName })}
          isDisabled={isCluster}
          isMonospace
        />
        <SelectField
          label={words.pattern}
          value={draft.patternType}
          options={[
            { value: 'literal', label: words.literal },
            { value: 'prefixed', label: words.prefixed },
          ]}
          onChange={(patternType) => onChange({ patternType })}
          isDisabled={isCluster}
        />
      </FieldGrid>
      <TextField
        label={words.host}
        description={words.hostRule}
        value={draft.host}
        onChange={(host) => onChange({ host })}
        isMonospace
      />
    </>
  )
}
