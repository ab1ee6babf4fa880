import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { client, queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { TextField } from '../../components/fields.tsx'
import { FileButton } from '../../components/file-button.tsx'
import { Stack } from '../../components/layout.tsx'
import { notifyDone } from '../../components/notify.ts'
import { Dim } from '../../components/text.tsx'
import { texts } from '../../languages/texts.ts'

interface Chosen {
  readonly text: string
  readonly names: readonly string[]
  readonly hasSecrets: boolean
}

/** Takes over connections that another Brokkr has exported: of a file that is chosen, or that the system has opened. */
export function ImportDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }): ReactNode {
  const [passphrase, setPassphrase] = useState('')
  const look = useMutation({
    mutationFn: async (file: File | string): Promise<Chosen> => {
      if (typeof file === 'string') return client.clusters.readExportFile({ path: file })
      const text = await file.text()
      return { text, ...(await client.clusters.readExport({ text })) }
    },
  })
  const take = useImport()
  const { file: opened } = useSearch({ strict: false })
  const { mutate: read } = look
  useEffect(() => {
    if (isOpen && opened !== undefined) read(opened)
  }, [isOpen, opened, read])
  const chosen = look.data
  const close = (): void => {
    setPassphrase('')
    look.reset()
    take.reset()
    onClose()
  }
  const run = (): void => {
    if (chosen === undefined) return
    const given = passphrase === '' ? null : passphrase
    take.mutate({ text: chosen.text, passphrase: given }, { onSuccess: close })
  }
  const error = look.error ?? take.error
  return (
    <Dialog
      title={texts.clusters.importTitle}
      isOpen={isOpen}
      onClose={close}
      size="small"
      actions={
        <>
          <Button onClick={close}>{texts.clusters.cancel}</Button>
          <Button tone="primary" isDisabled={chosen === undefined} isBusy={take.isPending} onClick={run}>
            {texts.clusters.importNow}
          </Button>
        </>
      }
    >
      <Stack gap={12}>
        <div>
          <FileButton accept=".brokkr,.json" onFile={(file) => look.mutate(file)}>
            {texts.clusters.chooseExport}
          </FileButton>
        </div>
        {chosen !== undefined && <Dim>{chosen.names.join(', ')}</Dim>}
        {chosen?.hasSecrets === true && (
          <TextField
            label={texts.clusters.passphrase}
            description={texts.clusters.importPassphraseDetail}
            value={passphrase}
            onChange={setPassphrase}
            isSecret
          />
        )}
        {error && <ErrorView problem={problemOf(error, texts.clusters.notImported)} />}
      </Stack>
    </Dialog>
  )
}

function useImport() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: async (input: Parameters<typeof client.clusters.import>[0]) => {
      const imported = await client.clusters.import(input)
      await cache.invalidateQueries({ queryKey: queries.clusters.list.key() })
      return imported
    },
    onSuccess: ({ added, known }) => notifyDone(texts.clusters.imported(added.length, known.length)),
  })
}
