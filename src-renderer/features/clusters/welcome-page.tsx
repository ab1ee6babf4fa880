import { IconPlugConnected } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useAskedDialog } from '../../components/asked-dialog.ts'
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
  const [asked, setAsked] = useAskedDialog(['connect', 'paste', 'import'])
  const isConnecting = asked !== null
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
              <ConnectForm
                open={asked === 'connect' ? null : asked}
                onOpen={(dialog) => setAsked(dialog ?? 'connect')}
                onCancel={() => setAsked(null)}
              />
            ) : (
              <div>
                <Button size="large" icon={<IconPlugConnected size={16} />} onClick={() => setAsked('connect')}>
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
