import { array, boolean, int16, int32, int64, string, struct } from '../../schema/field.ts'
import { message, type InputFor, type ValueOf } from '../../schema/message.ts'
import { api } from '../api.ts'

/** Log directories of a broker and the size of what is in them. */
export const describeLogDirs = api({
  key: 35,
  name: 'DescribeLogDirs',
  request: message({
    name: 'DescribeLogDirsRequest',
    validVersions: '1-5',
    flexibleVersions: '2+',
    fields: {
      /** Null means all topics. */
      topics: array(
        struct({
          topic: string(),
          partitions: array(int32()),
        }),
        { nullable: '0+' },
      ),
    },
  }),
  response: message({
    name: 'DescribeLogDirsResponse',
    validVersions: '1-5',
    flexibleVersions: '2+',
    fields: {
      throttleTimeMs: int32({ default: 0 }),
      errorCode: int16({ versions: '3+', ignorable: true }),
      results: array(
        struct({
          errorCode: int16(),
          logDir: string(),
          topics: array(
            struct({
              name: string(),
              partitions: array(
                struct({
                  partitionIndex: int32(),
                  partitionSize: int64(),
                  offsetLag: int64(),
                  isFutureKey: boolean(),
                }),
              ),
            }),
          ),
          totalBytes: int64({ versions: '4+', default: -1n, ignorable: true }),
          usableBytes: int64({ versions: '4+', default: -1n, ignorable: true }),
          isCordoned: boolean({ versions: '5+', ignorable: true }),
        }),
      ),
    },
  }),
})

export type DescribeLogDirsRequest = ValueOf<typeof describeLogDirs.request>
export type DescribeLogDirsRequestInput = InputFor<typeof describeLogDirs.request>
export type DescribeLogDirsResponse = ValueOf<typeof describeLogDirs.response>
export type DescribeLogDirsResponseInput = InputFor<typeof describeLogDirs.response>
