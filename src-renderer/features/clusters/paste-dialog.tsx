import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import { noMarks } from '../../api/connections.ts'
import { problemOf } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { Stack } from '../../components/layout.tsx'
import { Notice } from '../../components/notice.tsx'
import { TextAreaField } from '../../components/text-area-field.tsx'
import { texts } from '../../languages/texts.ts'
import type { ConnectionDraft } from './connection-draft.ts'
import { draftOf } from './connection-draft.ts'

export interface PasteDialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onRead: (draft: ConnectionDraft) => void
}

/** Fills the form from a `client.properties`; what it could not take over is said before. */
export function PasteDialog({ isOpen, onClose, onRead }: PasteDialogProps): ReactNode {
  const [text, setText] = useState('')
  const read = useMutation(queries.clusters.readProperties.mutationOptions())
  const close = (): void => {
    setText('')
    read.reset()
    onClose()
  }
  const finish = (found: NonNullable<typeof read.data>): void => {
    const { bootstrapServers, security, secrets } = found
    onRead(draftOf({ name: '', bootstrapServers, security, marks: noMarks }, secrets))
    close()
  }
  const remarks = read.data?.remarks ?? []
  const fill = (): void => {
    if (read.data !== undefined) finish(read.data)
    else read.mutate({ text }, { onSuccess: (found) => found.remarks.length === 0 && finish(found) })
  }
  return (
    <Dialog
      title={texts.clusters.pasteTitle}
      isOpen={isOpen}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{texts.clusters.cancel}</Button>
          <Button tone="primary" isDisabled={text.trim() === ''} isBusy={read.isPending} onClick={fill}>
            {remarks.length > 0 ? texts.clusters.fillAnyway : texts.clusters.fill}
          </Button>
        </>
      }
    >
      <Stack gap={12}>
        <TextAreaField
          label="client.properties"
          description={texts.clusters.pasteDetail}
          value={text}
          onChange={(changed) => {
            setText(changed)
            read.reset()
          }}
          placeholder={
            'bootstrap.servers=kafka.example:9093\nsecurity.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\n…'
          }
          rows={10}
          hasInitialFocus
        />
        {read.error && <ErrorView problem={problemOf(read.error, texts.clusters.notRead)} />}
        {remarks.length > 0 && (
          <Notice tone="warn">
            {remarks.map((remark) => (
              <div key={remark}>{remark}</div>
            ))}
          </Notice>
        )}
      </Stack>
    </Dialog>
  )
}
