import type { ReactNode } from 'react'
import type { HandOver } from '../../api/data-directories.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Page, Section } from '../../components/page.tsx'
import { Dim, Mono } from '../../components/text.tsx'
import { Phrase } from '../../components/phrase.tsx'
import { texts } from '../../languages/texts.ts'
import { handedOver } from './handed-over.ts'
import styles from './handed-over-page.module.css'
import { StartLocalCluster } from './start-local-cluster.tsx'

/** What was written where, how Apache Kafka is started with it, and the way back. */
export function HandedOverPage({ handOver }: { handOver: HandOver }): ReactNode {
  const { directory, configurationPath, configuration, bootstrapServers, commands } = handOver
  const words = texts.localCluster.handedOver
  return (
    <Page
      title={words.title}
      subtitle={<Phrase parts={words.subtitle(<Mono>{directory}</Mono>)} />}
      actions={
        <Button tone="quiet" onClick={() => handedOver.set(null)}>
          {words.done}
        </Button>
      }
    >
      <Section title={words.run}>
        <ol className={styles.commands}>
          {commands.map(({ purpose, command }) => (
            <li key={command} className={styles.command}>
              <Dim>{purpose}</Dim>
              <div className={styles.line}>
                <code>{command}</code>
                <CopyButton text={command} label={words.copyCommand(purpose)} />
              </div>
            </li>
          ))}
        </ol>
        <p className={styles.note}>
          <Phrase parts={words.address(<Mono>{bootstrapServers}</Mono>)} />
        </p>
      </Section>
      <Section title="server.properties" actions={<CopyButton text={configuration} label={words.copyConfiguration} />}>
        <p className={styles.note}>
          <Phrase parts={words.writtenTo(<Mono>{configurationPath}</Mono>)} />
        </p>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable with the keyboard */}
        <pre className={styles.configuration} tabIndex={0} aria-label="server.properties">
          {configuration}
        </pre>
      </Section>
      <Section title={words.wayBack}>
        <p className={styles.note}>{words.wayBackDetail}</p>
        <StartLocalCluster size="normal" />
      </Section>
    </Page>
  )
}
