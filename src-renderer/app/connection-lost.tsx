import { IconPlugConnectedX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { transport } from '../api/client.ts'
import { useTransportState } from '../api/streams.ts'
import { Button } from '../components/button.tsx'
import { Spacer } from '../components/layout.tsx'
import { texts } from '../languages/texts.ts'
import styles from './shell.module.css'

/** Says that the back end does not answer. What is on screen stays, and may be old. */
export function ConnectionLost(): ReactNode {
  if (useTransportState() !== 'lost') return null
  return (
    <div role="status" className={styles.lost}>
      <IconPlugConnectedX size={16} aria-hidden />
      <span>{texts.app.connectionLost}</span>
      <Spacer />
      <Button size="small" onClick={transport.retryNow}>
        {texts.app.retryNow}
      </Button>
    </div>
  )
}
