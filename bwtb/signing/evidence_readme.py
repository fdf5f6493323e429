"""The page that every evidence file begins with, in both languages whoever writes it."""

from __future__ import annotations

README = """\
# 会商意见证据包

本文件由 `bwtb verify --evidence` 生成，对应提交 `{tip}`，含 {count} 次签署。不需要 bwtb，也不需要联网，用 git、ssh-keygen、sha256sum \
和文本编辑器就能逐条核对；步骤见 `verify-by-hand.md`（英文）。

**本包不能自证。** 密钥册第一版的指纹（固定指纹）必须从密钥管理人员处另行取得，再与 `keyring/` 里的文件核对；取自本包的指纹不足为凭。

| 文件 | 内容 |
|---|---|
| `report.json` | `bwtb verify --format json` 对该提交的核验结果 |
| `signoffs.tsv` | 各条意见一览，便于查找，本身不证明任何事情 |
| `keyring/0001.yaml` 等 | 历次生效的密钥册原文；后一版写明前一版的 sha256 |
| `keyring/0001.allowed_signers` 等 | 该版中可以签署的密钥，供 ssh-keygen 使用，内容与同号密钥册一致 |
| `signoffs/<提交>/commit` | 签署提交的原始内容（`git cat-file commit`） |
| `signoffs/<提交>/payload`、`signature.sig` | 被签名的内容、签名，供 ssh-keygen 使用 |
| `signoffs/<提交>/requests/…` 等 | 该提交加入的意见记录 |
| `files/<sha256>/…` | 签署时的需求文件、附件和密钥册原文，文件夹名就是内容的 sha256 |
| `catalog/<sha256>.json` | 需求所引用的目录条目（RFC 8785 规范 JSON），即记录中 `catalog` 一行所指的内容 |
| `history.bundle` | 截至该提交的全部 git 历史，供 `git clone`；**其中有需求库的全部内容**，不限于所选需求 |
| `SHA256SUMS` | 以上各文件的 sha256 |

# Evidence of sign-offs

Written by `bwtb verify --evidence` for commit `{tip}`, with {count} signed commits. It can be checked with nothing but git,
ssh-keygen, sha256sum and a text editor, offline and without bwtb: `verify-by-hand.md` goes through it step by step.

**It cannot vouch for itself.** Get the fingerprint of the keyring (the pin) from the engineers who keep the keys, by another
way than this file, and hold it against `keyring/`. A fingerprint that you take from this file proves nothing.

| file | holds |
|---|---|
| `report.json` | what `bwtb verify --format json` says of that commit |
| `signoffs.tsv` | all records in a table, to find one's way; it proves nothing by itself |
| `keyring/0001.yaml` … | every keyring version that was in force; each names the sha256 of the one before |
| `keyring/0001.allowed_signers` … | the keys that may sign under that version, as ssh-keygen takes them: those of the version beside it |
| `signoffs/<commit>/commit` | the signed commit as it is (`git cat-file commit`) |
| `signoffs/<commit>/payload`, `signature.sig` | what was signed, and the signature, as ssh-keygen takes them |
| `signoffs/<commit>/requests/…` and so on | the record files that this commit adds |
| `files/<sha256>/…` | request files, attachments and keyring versions as they were signed; the folder is the sha256 of the content |
| `catalog/<sha256>.json` | the catalog entries that a request refers to (canonical JSON, RFC 8785): what a record's `catalog` means |
| `history.bundle` | the whole git history up to that commit, for `git clone`; **it holds everything in the registry**, not only the requests that were asked for |
| `SHA256SUMS` | the sha256 of every file above |
"""
