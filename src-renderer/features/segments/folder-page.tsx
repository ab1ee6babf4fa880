import { IconChevronLeft } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import type { FolderContents, PartitionFolder } from '../../api/segments.ts'
import { Button } from '../../components/button.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { ChoiceField, SelectField } from '../../components/fields.tsx'
import { Spacer } from '../../components/layout.tsx'
import { Toolbar } from '../../components/page.tsx'
import { Mono, OneLine } from '../../components/text.tsx'
import { texts } from '../../languages/texts.ts'
import { CheckPanel } from './check-panel.tsx'
import type { FolderView } from './disk-place.ts'
import { useDiskPlace } from './disk-place.ts'
import { FileList } from './file-list.tsx'
import { FileView } from './file-view.tsx'
import { LookupPanel } from './lookup-panel.tsx'
import { targetOf } from './lookup-target.ts'
import { OutlookPanel } from './outlook-panel.tsx'
import { SegmentTable } from './segment-table.tsx'
import { SegmentView } from './segment-view.tsx'
import styles from './segments.module.css'

export interface FolderPageProps {
  readonly clusterId: string
  /** Its name; empty: what was opened is the folder. */
  readonly folder: string
  readonly directory: string
  /** There is a list of folders to go back to. */
  readonly hasParent?: boolean
  /** Folders to choose from instead. */
  readonly siblings?: readonly PartitionFolder[]
}

function viewOptions(): { readonly value: FolderView; readonly label: string }[] {
  const { segments, lookup, outlook, check, files } = texts.segments.views
  return [
    { value: 'segments', label: segments },
    { value: 'lookup', label: lookup },
    { value: 'outlook', label: outlook },
    { value: 'check', label: check },
    { value: 'files', label: files },
  ]
}

/** The folder of a partition: its segments, what stands beside them, and what can be asked of it. */
export function FolderPage(props: FolderPageProps): ReactNode {
  const { clusterId, folder } = props
  const { place } = useDiskPlace()
  const { data, error } = useQuery(
    queries.segments.folder.queryOptions({
      input: { clusterId, folder },
      refetchInterval: 5000,
      placeholderData: keepPreviousData,
    }),
  )
  if (error && !data) return <ErrorView problem={problemOf(error, texts.segments.notRead)} />
  const file = data?.files.find(({ fileName }) => fileName === place.file)
  const segment = data?.segments.find(({ fileName }) => fileName === place.file)
  if (place.file !== undefined && data && (segment || file)) {
    const opened = { clusterId, folder, fileName: place.file }
    const holdsBatches = file !== undefined && ['log', 'metadata-snapshot', 'bootstrap'].includes(file.kind)
    if (!holdsBatches) return <FileView key={place.file} {...opened} />
    return <SegmentView key={place.file} {...opened} file={file} segment={segment ?? null} contents={data} />
  }
  return <FolderBody {...props} contents={data} />
}

/** Looks something up and goes straight to its batch; where there is none, to the look-up, which says why. */
function OpenFound({ clusterId, folder, find }: FolderPageProps & { readonly find: string }): ReactNode {
  const { go } = useDiskPlace()
  const target = targetOf(find)
  const { data, error } = useQuery({
    ...queries.segments.locate.queryOptions({ input: { clusterId, folder, target } }),
    gcTime: 0,
  })
  useEffect(() => {
    if (!data && !error) return
    const here = folder === '' ? {} : { folder }
    const found = data?.outcome === 'found' && data.fileName !== null && data.position !== null
    go(
      found ? { ...here, file: data.fileName ?? '', at: data.position ?? 0, find } : { ...here, view: 'lookup', find },
      {
        replace: true,
      },
    )
  })
  return null
}

function FolderBody(props: FolderPageProps & { readonly contents: FolderContents | undefined }): ReactNode {
  const { clusterId, folder, directory, hasParent = false, siblings, contents } = props
  const { place, go } = useDiskPlace()
  const view = place.view ?? 'segments'
  const here = folder === '' ? {} : { folder }
  if (place.find !== undefined && place.view === undefined && place.file === undefined) {
    return <OpenFound {...props} find={place.find} />
  }
  return (
    <>
      <Toolbar>
        {hasParent && (
          <Button tone="quiet" icon={<IconChevronLeft size={14} />} onClick={() => go({})}>
            {texts.segments.allPartitions}
          </Button>
        )}
        {siblings ? (
          <SelectField
            label={texts.segments.partition}
            isLabelHidden
            width={140}
            value={folder}
            options={siblings.map((each) => ({
              value: each.folder,
              label: texts.segments.partitionNumber(each.partition),
            }))}
            onChange={(next) => go({ folder: next, ...(place.view && { view: place.view }) })}
            isSearchable={siblings.length > 12}
          />
        ) : (
          <strong>{folder === '' ? directory.split(/[\\/]/).at(-1) : folder}</strong>
        )}
        <ChoiceField
          label={texts.segments.views.ofFolder}
          value={view}
          options={viewOptions()}
          onChange={(next) => go({ ...here, view: next }, { replace: true })}
        />
        <Spacer />
        <div className={styles.directory}>
          <OneLine text={directory}>
            <Mono>{directory}</Mono>
          </OneLine>
        </div>
      </Toolbar>
      {view === 'segments' && (
        <SegmentTable contents={contents} onOpen={({ fileName }) => go({ ...here, file: fileName })} />
      )}
      {view === 'lookup' && <LookupPanel clusterId={clusterId} folder={folder} find={place.find ?? null} />}
      {view === 'outlook' && <OutlookPanel clusterId={clusterId} folder={folder} />}
      {view === 'check' && (
        <CheckPanel clusterId={clusterId} folder={folder} fileName={null} start={contents ?? null} />
      )}
      {view === 'files' && (
        <FileList files={contents?.files ?? []} onOpen={({ fileName }) => go({ ...here, file: fileName })} />
      )}
    </>
  )
}
