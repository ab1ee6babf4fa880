import type { ReactNode } from 'react'
import { useState } from 'react'
import { CopyButton } from '../../components/copy-button.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { texts } from '../../languages/texts.ts'
import styles from './connect-panel.module.css'
import type { Snippet } from './snippets.ts'

/** The bootstrap address, and programs that use it. */
export function ConnectPanel(props: { bootstrapServers: string; snippets: readonly Snippet[] }): ReactNode {
  const { bootstrapServers, snippets } = props
  const words = texts.localCluster.connect
  const [current, setCurrent] = useState('kcat')
  const snippet = snippets.find((each) => each.id === current)
  return (
    <div className={styles.panel}>
      <div className={styles.address}>
        <span className={styles.label}>{words.address}</span>
        <code className={styles.value}>{bootstrapServers}</code>
        <CopyButton text={bootstrapServers} label={words.copyAddress} />
      </div>
      <div className={styles.snippets}>
        <Tabs label={words.clients} tabs={snippets} current={current} onChange={setCurrent}>
          <div className={styles.code}>
            {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable with the keyboard */}
            <pre tabIndex={0}>{snippet?.code}</pre>
            <div className={styles.copy}>
              <CopyButton text={snippet?.code ?? ''} label={words.copyProgram} />
            </div>
          </div>
        </Tabs>
      </div>
    </div>
  )
}
