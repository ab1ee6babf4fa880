import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { client, queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Row, Spacer, Stack } from '../../components/layout.tsx'
import { texts } from '../../languages/texts.ts'
import { connectionOf, emptyDraft, secretsOf } from './connection-draft.ts'
import { ConnectionFields } from './connection-fields.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { KeepSecrets } from './keep-secrets.tsx'
import { PasteDialog } from './paste-dialog.tsx'
import { TestPanel } from './test-panel.tsx'
import { useConnectionForm, type ConnectionForm } from './use-connection-form.ts'

type FormDialog = 'paste' | 'import'

interface ConnectFormProps {
  /** The dialog of the form that is open. */
  readonly open: FormDialog | null
  readonly onOpen: (dialog: FormDialog | null) => void
  readonly onCancel: () => void
}

/** Connects once to see that it works, saves the cluster, and opens it. */
export function ConnectForm({ open, onOpen, onCancel }: ConnectFormProps): ReactNode {
  const form = useConnectionForm(emptyDraft, { clusterId: null, kept: [] })
  const { fields, test, check, runTest, replace } = form
  const [passphrase, setPassphrase] = useState('')
  const connect = useConnect(form, passphrase)
  const submit = (isTried: boolean): void => {
    if (check()) connect.mutate({ isTried })
  }
  const hasSecrets = Object.keys(secretsOf(fields.draft)).length > 0
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        submit(true)
      }}
      noValidate
    >
      <Stack gap={14}>
        <ConnectionFields {...fields} />
        {hasSecrets && <KeepSecrets value={passphrase} onChange={setPassphrase} />}
        {connect.error && (
          <ErrorView
            problem={problemOf(connect.error, texts.clusters.notReached)}
            actions={
              <Button size="small" onClick={() => submit(false)}>
                {texts.clusters.saveAnyway}
              </Button>
            }
          />
        )}
        {test?.problem && <ErrorView problem={test.problem} />}
        {test !== null && test.problem === null && <TestPanel steps={test.steps} isRunning={test.isRunning} />}
        <Row>
          <Button tone="primary" type="submit" isBusy={connect.isPending}>
            {texts.clusters.connect}
          </Button>
          <Button isBusy={test?.isRunning === true} onClick={runTest}>
            {texts.clusters.testConnection}
          </Button>
          <Button tone="quiet" onClick={onCancel}>
            {texts.clusters.cancel}
          </Button>
          <Spacer />
          <Button tone="quiet" onClick={() => onOpen('paste')}>
            {texts.clusters.pasteProperties}
          </Button>
          <Button tone="quiet" onClick={() => onOpen('import')}>
            {texts.clusters.import}
          </Button>
        </Row>
      </Stack>
      <PasteDialog
        isOpen={open === 'paste'}
        onClose={() => onOpen(null)}
        onRead={(draft) => replace({ ...draft, marks: fields.draft.marks, name: fields.draft.name })}
      />
      <ImportDialog isOpen={open === 'import'} onClose={() => onOpen(null)} />
    </form>
  )
}

function useConnect({ fields: { draft } }: ConnectionForm, passphrase: string) {
  const navigate = useNavigate()
  const cache = useQueryClient()
  return useMutation({
    mutationFn: async ({ isTried }: { isTried: boolean }) => {
      const saved = await client.clusters.connect({ ...connectionOf(draft), secrets: secretsOf(draft), isTried })
      if (passphrase.length >= 8) await client.secrets.protect({ passphrase })
      return saved
    },
    onSuccess: async (cluster) => {
      await cache.invalidateQueries({ queryKey: queries.clusters.list.key() })
      await navigate({ to: '/clusters/$clusterId', params: { clusterId: cluster.id } })
    },
  })
}
