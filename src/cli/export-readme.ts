/** The page beside an exported log: what it is, and how to check it without the service that made it. */
export function exportReadme(origin: string, size: number): string {
  return `${origin}

这是一份冻结的公开日志，共 ${size} 条记录。不需要原来的服务，就可以核查。

  checkpoint       签署的检查点，附见证者的联署（C2SP tlog-checkpoint）
  tile/            哈希块（C2SP tlog-tiles）
  tile/entries/    全部记录
  trust.json       信任文件：日志、见证者、运营者的公钥。请与您先前从别处得到的核对；
                   只信这里的一份，只能说明这些文件彼此相符

核查：安装 Furrow（Node.js 20.19 以上），在本目录运行

  furrow audit . --trust trust.json

先前保存过检查点的，加上 --since <检查点文件>，可查出历史是否被改写。
退出码：0 全部相符；2 被改动或无效；3 无法核查。

--------------------------------------------------------------------------------

This is a frozen public log of ${size} entries. It can be checked without the service that made it.

  checkpoint       the signed checkpoint with the cosignatures of witnesses (C2SP tlog-checkpoint)
  tile/            hash tiles (C2SP tlog-tiles)
  tile/entries/    all entries
  trust.json       the trust file: public keys of the log, its witnesses and its operator. Compare it with
                   one that you got elsewhere before; with this copy alone, you learn no more than that
                   these files fit each other

To check it: install Furrow (Node.js 20.19 or newer) and run in this directory

  furrow audit . --trust trust.json

If you kept a checkpoint from before, add --since <checkpoint file>: that shows whether history was
rewritten. Exit codes: 0 all is sound; 2 changed or invalid; 3 could not be checked.
`;
}
