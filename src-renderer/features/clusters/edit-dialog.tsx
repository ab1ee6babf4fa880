import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { client, queries } from '../../api/client.ts'
import type { Connection, SecretName } from '../../api/connections.ts'
import { problemOf } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Stack } from '../../components/layout.tsx'
import { texts } from '../../languages/texts.ts'
import { connectionOf, draftOf, secretsOf } from './connection-draft.ts'
import { ConnectionFields } from './connection-fields.tsx'
import { KeepSecrets } from './keep-secrets.tsx'
import { TestPanel } from './test-panel.tsx'
import { useConnectionForm } from './use-connection-form.ts'

export interface EditDialogProps {
  readonly clusterId: string
  readonly isOpen: boolean
  readonly onClose: () => void
}

/** Changes a saved connection; secrets that are kept are not shown and need not be written again. */
export function EditDialog({ clusterId, isOpen, onClose }: EditDialogProps): ReactNode {
  const options = { input: { clusterId }, enabled: isOpen, staleTime: 0, gcTime: 0 }
  const { data } = useQuery(queries.clusters.describe.queryOptions(options))
  if (data === undefined) return null
  return (
    <EditForm
      key={String(isOpen)}
      clusterId={clusterId}
      connection={data.connection}
      kept={data.keptSecrets}
      isOpen={isOpen}
      onClose={onClose}
    />
  )
}

interface EditFormProps extends EditDialogProps {
  readonly connection: Connection
  readonly kept: readonly SecretName[]
}

function EditForm({ clusterId, connection, kept, isOpen, onClose }: EditFormProps): ReactNode {
  const cache = useQueryClient()
  const { fields, test, check, runTest } = useConnectionForm(draftOf(connection), { clusterId, kept })
  const { draft } = fields
  const [passphrase, setPassphrase] = useState('')
  const save = useMutation({
    mutationFn: async () => {
      await client.clusters.change({ ...connectionOf(draft), secrets: secretsOf(draft), clusterId })
      if (passphrase.length >= 8) await client.secrets.protect({ passphrase })
    },
    onSuccess: async () => {
      await cache.invalidateQueries()
      onClose()
    },
  })
  return (
    <Dialog
      title={texts.clusters.editTitle}
      isOpen={isOpen}
      onClose={onClose}
      size="large"
      actions={
        <>
          <Button isBusy={test?.isRunning === true} onClick={runTest}>
            {texts.clusters.testConnection}
          </Button>
          <Button onClick={onClose}>{texts.clusters.cancel}</Button>
          <Button tone="primary" isBusy={save.isPending} onClick={() => check() && save.mutate()}>
            {texts.clusters.save}
          </Button>
        </>
      }
    >
      <Stack gap={14}>
        <ConnectionFields {...fields} />
        {Object.keys(secretsOf(draft)).length > 0 && <KeepSecrets value={passphrase} onChange={setPassphrase} />}
        {save.error && <ErrorView problem={problemOf(save.error, texts.clusters.notSaved)} />}
        {test?.problem && <ErrorView problem={test.problem} />}
        {test !== null && test.problem === null && <TestPanel steps={test.steps} isRunning={test.isRunning} />}
      </Stack>
    </Dialog>
  )
}
