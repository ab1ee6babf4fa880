import type { ReactNode } from 'react'
import { useState } from 'react'
import { texts } from '../languages/texts.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import type { ErrorParts } from './error-view.tsx'
import { ErrorView } from './error-view.tsx'
import { TextField } from './fields.tsx'
import { Stack } from './layout.tsx'

export interface ConfirmDialogProps {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onConfirm: () => void
  readonly confirmLabel: string
  /** What will be lost. */
  readonly children: ReactNode
  /** The name that must be written before the button works; none is asked for otherwise. */
  readonly nameToType?: string
  readonly isBusy?: boolean
  readonly problem?: ErrorParts | null
}

/** Asks before something is lost, and says what. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  const { title, isOpen, onClose, onConfirm, confirmLabel, children, nameToType, isBusy, problem } = props
  const [typed, setTyped] = useState('')
  const isAllowed = nameToType === undefined || typed === nameToType
  const close = (): void => {
    setTyped('')
    onClose()
  }
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={close}
      size="small"
      actions={
        <>
          <Button onClick={close}>{texts.components.cancel}</Button>
          <Button tone="danger" isDisabled={!isAllowed} isBusy={isBusy === true} onClick={onConfirm}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <Stack gap={14}>
        <div>{children}</div>
        {nameToType !== undefined && (
          <TextField
            label={texts.components.typeToConfirm(nameToType)}
            value={typed}
            onChange={setTyped}
            isMonospace
            hasInitialFocus
            onKeyDown={(event) => {
              if (event.key === 'Enter' && isAllowed) onConfirm()
            }}
          />
        )}
        {problem && <ErrorView problem={problem} />}
      </Stack>
    </Dialog>
  )
}
