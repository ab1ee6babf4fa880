import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { SwitchField, TextField } from '../../components/fields.tsx'
import { Stack } from '../../components/layout.tsx'
import { texts } from '../../languages/texts.ts'
import { saveText } from '../../components/save-text.ts'

export interface ExportDialogProps {
  /** Null: all that are saved. */
  readonly clusterIds: readonly string[] | null
  readonly isOpen: boolean
  readonly onClose: () => void
}

/** Writes connections to a file; secrets go with them only under a passphrase. */
export function ExportDialog({ clusterIds, isOpen, onClose }: ExportDialogProps): ReactNode {
  const [withSecrets, setWithSecrets] = useState(false)
  const [passphrase, setPassphrase] = useState('')
  const make = useMutation(queries.clusters.export.mutationOptions())
  const close = (): void => {
    setPassphrase('')
    setWithSecrets(false)
    make.reset()
    onClose()
  }
  const run = (): void =>
    make.mutate(
      { clusterIds: clusterIds === null ? null : [...clusterIds], passphrase: withSecrets ? passphrase : null },
      {
        onSuccess: ({ text }) => {
          saveText({ name: 'connections.brokkr', text, type: 'application/json' })
          close()
        },
      },
    )
  return (
    <Dialog
      title={texts.clusters.exportTitle}
      isOpen={isOpen}
      onClose={close}
      size="small"
      actions={
        <>
          <Button onClick={close}>{texts.clusters.cancel}</Button>
          <Button
            tone="primary"
            isDisabled={withSecrets && passphrase.length < 8}
            isBusy={make.isPending}
            onClick={run}
          >
            {texts.clusters.exportNow}
          </Button>
        </>
      }
    >
      <Stack gap={12}>
        <SwitchField
          label={texts.clusters.withSecrets}
          description={texts.clusters.withSecretsDetail}
          isOn={withSecrets}
          onChange={setWithSecrets}
        />
        {withSecrets && (
          <TextField
            label={texts.clusters.passphrase}
            description={texts.clusters.exportPassphraseDetail}
            value={passphrase}
            onChange={setPassphrase}
            isSecret
          />
        )}
        {make.error && <ErrorView problem={problemOf(make.error, texts.clusters.notExported)} />}
      </Stack>
    </Dialog>
  )
}
