import { IconPlugConnected } from '@tabler/icons-react'
import { useLocation, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { texts } from '../../languages/texts.ts'
import { ConnectForm } from './connect-form.tsx'
import styles from './welcome-page.module.css'

export interface WelcomePageProps {
  readonly startLocalCluster: ReactNode
  readonly openDataDirectory: ReactNode
}

/** What a new user sees: what this is, and the two ways in. */
export function WelcomePage({ startLocalCluster, openDataDirectory }: WelcomePageProps): ReactNode {
  const navigate = useNavigate()
  const isAsked = useLocation().hash === 'connect'
  const [isOpen, setIsOpen] = useState(false)
  const isConnecting = isOpen || isAsked
  const cancel = (): void => {
    setIsOpen(false)
    if (isAsked) void navigate({ to: '/', replace: true })
  }
  return (
    <div className={styles.welcome}>
      <div className={styles.inner}>
        <h1 className={styles.title}>{texts.clusters.welcomeTitle}</h1>
        <p className={styles.sentence}>{texts.clusters.welcomeDetail}</p>
        <div className={styles.ways} data-connecting={isConnecting}>
          <section className={styles.way} data-main="true">
            <h2>{texts.clusters.here}</h2>
            <p>{texts.clusters.hereDetail}</p>
            {startLocalCluster}
          </section>
          <section className={styles.way}>
            <h2>{texts.clusters.elsewhere}</h2>
            <p>{texts.clusters.elsewhereDetail}</p>
            {isConnecting ? (
              <ConnectForm onCancel={cancel} />
            ) : (
              <div>
                <Button size="large" icon={<IconPlugConnected size={16} />} onClick={() => setIsOpen(true)}>
                  {texts.clusters.connectTo}
                </Button>
              </div>
            )}
          </section>
        </div>
        <div className={styles.more}>{openDataDirectory}</div>
      </div>
    </div>
  )
}
