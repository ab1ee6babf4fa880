import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { texts } from '../languages/texts.ts'
import styles from './dialog.module.css'

export interface DialogProps {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly children: ReactNode
  /** The buttons, from left to right; the one that acts stands last. */
  readonly actions?: ReactNode
  readonly size?: 'small' | 'medium' | 'large'
}

const WIDTHS = { small: 420, medium: 560, large: 820 } as const

/** Something that is done before anything else. Esc and the cross close it; the page behind cannot be reached. */
export function Dialog({ title, isOpen, onClose, children, actions, size = 'medium' }: DialogProps): ReactNode {
  useInertPage(isOpen)
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      size={WIDTHS[size]}
      centered={size === 'small'}
      yOffset="8vh"
      radius="lg"
      closeButtonProps={{ 'aria-label': texts.components.close }}
      overlayProps={{ backgroundOpacity: 0.45 }}
      transitionProps={{ transition: 'fade-up', duration: 110 }}
      classNames={{
        content: styles.content ?? '',
        header: styles.header ?? '',
        title: styles.title ?? '',
        body: styles.body ?? '',
      }}
    >
      <DialogBody actions={actions}>{children}</DialogBody>
    </Modal>
  )
}

/** Drawn when the dialog opens. The keyboard begins where the content says, else at its first field, else at the first button; never at the cross. */
function DialogBody({ children, actions }: Pick<DialogProps, 'children' | 'actions'>): ReactNode {
  const body = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (body.current?.querySelector('[data-autofocus]') !== null) return
    firstField(body.current)?.setAttribute('data-autofocus', '')
  }, [])
  return (
    <div ref={body} className={styles.parts}>
      <div className={styles.scroll}>{children}</div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}

function firstField(body: HTMLElement): HTMLElement | null {
  const first = body.querySelector<HTMLElement>(
    'input:enabled:not([type=hidden], [type=file]), textarea:enabled, button:enabled',
  )
  // The Tab key too comes to the choice that is made, whichever of them stands first.
  const isChoice = first instanceof HTMLInputElement && first.type === 'radio'
  return isChoice ? (body.querySelector<HTMLElement>(`input[name="${first.name}"]:checked`) ?? first) : first
}

let openDialogs = 0

/** While a dialog is open, the page behind it exists for nobody: not for the pointer, the Tab key or a screen reader. */
function useInertPage(isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen) return undefined
    openDialogs++
    setPageInert(true)
    return () => {
      openDialogs--
      if (openDialogs === 0) setPageInert(false)
    }
  }, [isOpen])
}

function setPageInert(isInert: boolean): void {
  const page = document.getElementById('root')
  if (!page) return
  page.toggleAttribute('inert', isInert)
  if (isInert) page.setAttribute('aria-hidden', 'true')
  else page.removeAttribute('aria-hidden')
}
