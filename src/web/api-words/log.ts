/** The public log, keys, evidence and reference lists. */
export const log: Readonly<Record<string, string>> = {
  'The newest checkpoint, with the cosignatures it has': '最新的检查点和它已有的联署',
  'An entry bundle: 256 entries, each with its length before it': '条目包：256 个条目，每个前面写明长度',
  'A hash tile': '哈希块',
  'The proof that an entry is in the log, by its leaf hash': '按叶哈希取得条目在日志里的证明',
  'C2SP tlog-proof.': '日志证明（C2SP tlog-proof）。',
  'The proof that a larger tree has a smaller one as its beginning':
    '证明较大的树以较小的树为开头（一致性证明）',
  'Size of the smaller tree.': '较小的树的条目数。',
  'Size of the larger tree, at most the published one.': '较大的树的条目数，不超过已发布的。',
  'Hashes in base64, in the order of RFC 6962.': '哈希，base64，按 RFC 6962 的次序。',
  'Every label and statement key ever valid, with its interval':
    '曾经有效的全部标签密钥和声明密钥，各有有效期间',
  'A JWK Set (RFC 7517).': 'JWK 集（RFC 7517）。',
  'Make a new key for the labels that are issued from now on': '新建标签密钥，用于今后签发的标签',
  'List the keys that sign labels': '列出标签密钥',
  'Stop issuing and printing labels with a key': '停止用一把标签密钥签发和打印标签',
  'The trust file: keys of the log and its witnesses, and who the operator is':
    '信任文件：日志和见证方的公钥，以及运营方是谁',
  'The evidence of a batch, with the private fields that you may see':
    '批次的证明文件，含您可以查看的非公开字段',
  'The evidence file (docs/spec/evidence.md), which `furrow verify` checks offline.':
    '证明文件（docs/spec/evidence.md），可用 `furrow verify` 离线核对。',
  'The evidence behind a scanned code, without anything private': '所扫码的证明文件，不含非公开内容',
  'Origin of the log.': '日志名。',
  'A C2SP signed note with the cosignatures of witnesses.': 'C2SP 签名文本，附见证方的联署。',
  'Where the code stands in the Merkle tree over its label set.': '码在它那套标签的默克尔树里的位置。',
  'That no entry of the batches is hidden, by the completeness map; null while they are newer than it.':
    '用链尾图证明这些批次没有隐藏条目；条目比链尾图新时为 null。',
  'The bytes that were hashed, base64.': '计算哈希的原始字节，base64。',
  'Index in the log.': '日志位置。',
  'RFC 6962 §2.1.1, base64.': '包含证明（RFC 6962 §2.1.1），base64。',
  'What you may see of the private fields (RFC 9901).': '您可以查看的非公开字段的披露（RFC 9901）。',
  'The reference lists, with the newest version of each': '各份参考清单和它们的最新版本',
  'The versions of a list, oldest first, and where each was published':
    '一份清单的各个版本，早的在前，以及各在哪里发布',
  'Versions after this one.': '这一版之后的版本。',
  'Publish the next version of a list': '发布清单的下一个版本',
  'Which version it becomes: the newest one and 1. The same again with the same rows changes nothing.':
    '成为第几版：最新版本号加 1。用同样的内容再发一次，不会有任何改变。',
  'Where the list is from.': '清单的出处。',
  'Signature of the body that issues the list, over its bytes: a JWS with detached payload (docs/lists.md).':
    '清单发布机构对其字节的签名：内容分离的 JWS（docs/lists.md）。',
  'All rows of the version; a CSV file names the columns in its first line (docs/lists.md).':
    '这一版的全部行；CSV 文件的第一行写列名（docs/lists.md）。',
  'The same rows were published as this version before.': '这一版以前已用同样的内容发布。',
  'The rows of a version, in the exact bytes that were published': '一个版本的全部行，与发布时逐字节相同',
  'Canonical JSON (RFC 8785). `ETag` and `Repr-Digest` (RFC 9530) are their SHA-256, `Link` leads to the proof that they were published; `Furrow-Statement` says where.':
    '规范 JSON（RFC 8785）。`ETag` 和 `Repr-Digest`（RFC 9530）是其字节的 SHA-256，`Link` 指向已发布的证明；`Furrow-Statement` 写明发布在哪里。',
  'The newest version; null: none yet.': '最新版本；null：还没有发布。',
  'Of the exact bytes, base64url; also their `ETag`.': '原始字节的 SHA-256，base64url；也是它们的 `ETag`。',
  'How many.': '行数。',
  'Organization that signed the list; the operator’s statement is the only signature without it.':
    '签署清单的组织；没有时，只有运营方的声明这一个签名。',
  'Its detached JWS over the bytes.': '它对这些字节的内容分离的 JWS。',
  'Chain of the statement: the operator’s.': '声明所在的链：运营方的链。',
  'Its number there.': '它在链上的序号。',
  'Its leaf hash: `/log/proof/{leafHash}` proves that it is in the log.':
    '它的叶哈希：`/log/proof/{leafHash}` 证明它在日志里。',
};
