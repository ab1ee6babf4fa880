import { IconFolderOpen } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { client, queries } from '../../api/client.ts'
import type { DataDirectory } from '../../api/data-directories.ts'
import { problemOf } from '../../api/problem.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { TextField } from '../../components/fields.tsx'
import { notifyProblem } from '../../components/notify.ts'
import { Page } from '../../components/page.tsx'
import { texts } from '../../languages/texts.ts'
import { DataDirectoryFacts } from './data-directory-facts.tsx'
import styles from './data-directory-page.module.css'
import { OpenAsLocalCluster } from './open-as-local-cluster.tsx'

export interface DataDirectoryPageProps {
  /** The directory that is looked at; undefined: none yet. */
  readonly path: string | undefined
  /** What it is where it is only a part of a log directory, which nothing runs on; null: a whole one. */
  readonly partTitle: string | null
  readonly onOpen: (path: string) => void
  /** Its files. */
  readonly children: ReactNode
}

/** A log directory that the user chooses: what it is, its files, and the way to run on it. */
export function DataDirectoryPage({ path, partTitle, onOpen, children }: DataDirectoryPageProps): ReactNode {
  const described = useQuery(
    queries.dataDirectories.describe.queryOptions({
      input: { path: path ?? '' },
      enabled: path !== undefined && partTitle === null,
      refetchInterval: 3000,
    }),
  )
  const { data, error } = described
  const words = texts.localCluster.directory
  if (partTitle !== null) {
    return (
      <Page title={partTitle} subtitle={texts.segments.part.what} layout="fill">
        <PathField key={path} path={path} onOpen={onOpen} isBusy={false} />
        {children}
      </Page>
    )
  }
  return (
    <Page
      title={
        <>
          {words.title} {data?.isLocalCluster === true && <Badge>{words.isLocalCluster}</Badge>}
        </>
      }
      subtitle={words.subtitle}
      layout="fill"
      actions={data && !data.isLocalCluster && <OpenAsLocalCluster directory={data} />}
    >
      <PathField key={path} path={path} onOpen={onOpen} isBusy={described.isFetching && data === undefined} />
      {error && !data && <ErrorView problem={problemOf(error, words.notOpened)} />}
      {path === undefined && <NothingOpen />}
      {data && <Opened directory={data}>{children}</Opened>}
    </Page>
  )
}

interface PathFieldProps {
  readonly path: string | undefined
  readonly onOpen: (path: string) => void
  readonly isBusy: boolean
}

function PathField({ path, onOpen, isBusy }: PathFieldProps): ReactNode {
  const words = texts.localCluster.directory
  const [typed, setTyped] = useState(path ?? '')
  const isOnDesktop = useQuery(queries.application.describe.queryOptions()).data?.host === 'desktop'
  const browse = async (): Promise<void> => {
    const chosen = await client.dataDirectories.choose({ title: words.choose })
    if (chosen !== null) onOpen(chosen)
  }
  return (
    <form
      className={styles.path}
      onSubmit={(event) => {
        event.preventDefault()
        if (typed.trim() !== '') onOpen(typed.trim())
      }}
    >
      <TextField
        label={words.path}
        isLabelHidden
        placeholder="/var/lib/kafka/data"
        isMonospace
        width="100%"
        value={typed}
        onChange={setTyped}
        hasInitialFocus={path === undefined}
      />
      {isOnDesktop && (
        <Button
          icon={<IconFolderOpen size={14} />}
          onClick={() => void browse().catch((error: unknown) => notifyProblem(problemOf(error)))}
        >
          {words.browse}
        </Button>
      )}
      <Button type="submit" tone="primary" isBusy={isBusy} isDisabled={typed.trim() === ''}>
        {words.open}
      </Button>
    </form>
  )
}

function NothingOpen(): ReactNode {
  return (
    <EmptyState icon={<IconFolderOpen size={20} />} title={texts.localCluster.directory.which}>
      {texts.localCluster.directory.whichDetail}
    </EmptyState>
  )
}

function Opened({ directory, children }: { directory: DataDirectory; children: ReactNode }): ReactNode {
  return (
    <>
      <DataDirectoryFacts directory={directory} />
      {children}
    </>
  )
}
