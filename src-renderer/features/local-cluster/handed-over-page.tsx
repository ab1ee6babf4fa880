import type { ReactNode } from 'react'
import type { HandOver } from '../../api/data-directories.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Page, Section } from '../../components/page.tsx'
import { Dim, Mono } from '../../components/text.tsx'
import { handedOver } from './handed-over.ts'
import styles from './handed-over-page.module.css'
import { StartLocalCluster } from './start-local-cluster.tsx'

/** What was written where, how Apache Kafka is started with it, and the way back. */
export function HandedOverPage({ handOver }: { handOver: HandOver }): ReactNode {
  const { directory, configurationPath, configuration, bootstrapServers, commands } = handOver
  return (
    <Page
      title="Ready for Apache Kafka"
      subtitle={
        <>
          The local cluster has stopped in order. Its data lies in <Mono>{directory}</Mono>, unchanged.
        </>
      }
      actions={
        <Button tone="quiet" onClick={() => handedOver.set(null)}>
          Done
        </Button>
      }
    >
      <Section title="In the folder of Apache Kafka, run">
        <ol className={styles.commands}>
          {commands.map(({ purpose, command }) => (
            <li key={command} className={styles.command}>
              <Dim>{purpose}</Dim>
              <div className={styles.line}>
                <code>{command}</code>
                <CopyButton text={command} label={`Copy: ${purpose}`} />
              </div>
            </li>
          ))}
        </ol>
        <p className={styles.note}>
          Clients reach it at <Mono>{bootstrapServers}</Mono>, as before. Any Apache Kafka from 4.0 on can open the
          directory.
        </p>
      </Section>
      <Section title="server.properties" actions={<CopyButton text={configuration} label="Copy server.properties" />}>
        <p className={styles.note}>
          Written to <Mono>{configurationPath}</Mono>
        </p>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable with the keyboard */}
        <pre className={styles.configuration} tabIndex={0} aria-label="server.properties">
          {configuration}
        </pre>
      </Section>
      <Section title="The way back">
        <p className={styles.note}>
          Stop Apache Kafka, then start the local cluster here: it goes on with what Apache Kafka has added.
        </p>
        <StartLocalCluster size="normal" />
      </Section>
    </Page>
  )
}
