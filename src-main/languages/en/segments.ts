export const segments = {
  gone: {
    what: 'These files are not on disk.',
    remedy: 'Retention, compaction or a deletion has removed them: refresh the list of segments.',
    path: (path: string) => `${path} does not exist (any more).`,
    endsBefore: (path: string, position: number) => `${path} ends before ${position}.`,
    noName: (name: string) => `${name} cannot be the name of a file or folder.`,
    closed: 'The file was closed here in the meantime.',
  },
  unreadable: {
    what: (path: string) => `${path} cannot be read.`,
    noPermission: (user: string | null) =>
      `The user that Brokkr runs as${user === null ? '' : ` (${user})`} has no permission to read it.`,
    permissionRemedy:
      'Allow it, for instance with "sudo setfacl -R -m u:$USER:rX" on the log directory, or copy the folder and open the copy. Brokkr only ever reads.',
    systemSays: (code: string, message: string) => `The system says ${code}: ${message}.`,
    remedy: 'Look whether the disk is well and still there. What could be read before is still shown.',
  },
  contents: {
    leftOver: (size: number, entryBytes: number, rest: number) =>
      `${size} bytes are no multiple of ${entryBytes}: ${rest} are left over.`,
    snapshot:
      'Its length, its version or its CRC is wrong; Kafka removes it at the next start and reads the log instead.',
    version: (version: string) => `Its version is ${version}, and only 0 is known.`,
    lineCount: (said: string, found: number) => `It says that it has ${said} lines, and it has ${found}.`,
    noEpoch: 'A line of it is no epoch with its first offset.',
    noOffset: 'A line of it is no topic, partition and offset.',
  },
  backup: {
    whileItRuns: (holder: string, directory: string) =>
      `${holder} is running on ${directory}, and a copy of files that are being written would not be whole.`,
    stopIt: 'Stop it in order, then make the backup.',
    withinItself: (target: string) => `${target} lies in the directory that is to be copied.`,
    anotherPlace: 'Choose another place.',
    exists: (target: string) => `${target} exists already, and nothing of it is overwritten.`,
    anotherName: 'Choose another name.',
    noParent: (parent: string) => `${parent} is not a directory.`,
    makeParent: 'Make it, or choose another place.',
    noRoom: (needed: string, parent: string, free: string) =>
      `The backup needs ${needed}, and ${parent} has ${free} free.`,
    makeRoom: 'Choose a place on another disk, or make room.',
  },
  directory: {
    notOpened: (path: string, why: string) => `${path} cannot be opened: ${why}.`,
    missing: 'it does not exist',
    noPermission: 'you have no permission to read it',
    isFile: (path: string) => `${path} is a file, not a directory.`,
    noIdentity: (path: string) => `${path} has no meta.properties, so it is not a log directory of Kafka.`,
    runs: (holder: string) => `${holder} is running on it.`,
    unreadableMetadata: (why: string) => `Its metadata cannot be read: ${why}`,
    otherControllers: (ids: string) =>
      `It belongs to a cluster with the controllers ${ids}, and only a cluster of one node can run here.`,
    otherDirectories: (count: number) =>
      `Its node keeps its topics in ${count} log directories, and this is only one of them.`,
    anotherProgram: 'Another program',
    process: (name: string, processId: number) => `${name} (process ${processId})`,
  },
}
