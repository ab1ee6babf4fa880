import { IconPlugConnected } from '@tabler/icons-react'
import { useLocation, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
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
  const cancel = (): void => {
    setIsOpen(false)
    if (isAsked) void navigate({ to: '/', replace: true })
  }
  return (
    <div className={styles.welcome}>
      <div className={styles.inner}>
        <h1 className={styles.title}>A Kafka of your own, in a second.</h1>
        <p className={styles.sentence}>
          Brokkr is a console for Apache Kafka with a broker inside: start one on this machine, or look into any cluster
          you can reach.
        </p>
        <div className={styles.ways}>
          <section className={styles.way} data-main="true">
            <h2>On this machine</h2>
            <p>
              A real Kafka that every client can use. No JVM, no Docker, no download. Your data stays when it stops.
            </p>
            {startLocalCluster}
          </section>
          <section className={styles.way}>
            <h2>Somewhere else</h2>
            <p>Any Apache Kafka or compatible service. Browsing creates no groups and commits nothing.</p>
            {isOpen || isAsked ? (
              <ConnectForm onCancel={cancel} />
            ) : (
              <div>
                <Button size="large" icon={<IconPlugConnected size={16} />} onClick={() => setIsOpen(true)}>
                  Connect to a cluster
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
