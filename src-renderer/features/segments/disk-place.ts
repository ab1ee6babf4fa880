import { useNavigate, useSearch } from '@tanstack/react-router'

/** What of a folder is shown. */
export const FOLDER_VIEWS = ['segments', 'lookup', 'outlook', 'files', 'check'] as const
export type FolderView = (typeof FOLDER_VIEWS)[number]

/** Where in a log directory one is, as it stands in the address; all of it can be left out. */
export interface DiskSearch {
  /** The name of a partition's folder. */
  readonly folder?: string
  readonly view?: FolderView
  /** The name of a file in it, or of one beside the folders. */
  readonly file?: string
  /** Where in the file a batch starts. */
  readonly at?: number
  /** What is looked up at once: an offset or a time, `o42` or `t1700000000000`. */
  readonly find?: string
}

/**
 * Reads what may stand in an address. A page that is opened by such an address finds the query of the whole page behind
 * it: the history puts the two together.
 */
export function readDiskSearch(search: Readonly<Record<string, unknown>>): DiskSearch {
  const text = (name: string): string | undefined => {
    const value = search[name]
    const trimmed = typeof value === 'string' ? value.replace(/\?.*$/, '') : ''
    return trimmed === '' ? undefined : trimmed
  }
  const [folder, file, find] = [text('folder'), text('file'), text('find')]
  const view = FOLDER_VIEWS.find((each) => each === text('view'))
  const at = Number(search.at)
  return {
    ...(folder !== undefined && { folder }),
    ...(view !== undefined && { view }),
    ...(file !== undefined && { file }),
    ...(Number.isSafeInteger(at) && at >= 0 && search.at !== '' && search.at !== null && { at }),
    ...(find !== undefined && /^[ot]\d{1,19}$/.test(find) && { find }),
  }
}

export interface DiskNavigation {
  readonly place: DiskSearch
  /** Goes elsewhere: what is not given is left out of the address. `replace`: going back leads to where one was before. */
  readonly go: (place: DiskSearch, options?: { readonly replace: boolean }) => void
}

/** Where one is on disk, and the way to go elsewhere. The address holds it, so going back and links work. */
export function useDiskPlace(): DiskNavigation {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const navigate = useNavigate()
  return {
    place: readDiskSearch(search),
    go: (place, { replace } = { replace: false }) => {
      const kept = typeof search.path === 'string' ? { path: search.path } : {}
      void navigate({ to: '.', search: { ...kept, ...place }, replace })
    },
  }
}
