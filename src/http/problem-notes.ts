import type { Words } from '../gs1/words.js';
import type { ProblemSlug } from './problems.js';

/** For every slug: when it is answered, and what to do about it. The documentation page of a problem shows this. */
export const problemNotes: Readonly<Record<ProblemSlug, Words>> = {
  malformed: {
    zh: '请求内容无法按规定读取：不是正确的 UTF-8 或 JSON、字段重复、嵌套过深、标识或签名写法不对。没有保存任何内容。请按 errors 的提示修改后重新发送。',
    en: 'The request cannot be read as specified: it is not valid UTF-8 or JSON, repeats a field, nests too deeply, or an identifier or signature is not written as it must be. Nothing was stored. Correct what `errors` names and send it again.',
  },
  validation: {
    zh: '请求能读取，但有字段不合要求：缺少、多余、类型不对或取值不允许。errors 逐项给出位置和原因。没有保存任何内容。',
    en: 'The request can be read, but fields are missing, unknown, of the wrong type or of a value that is not allowed. `errors` gives place and reason of each. Nothing was stored.',
  },
  unauthenticated: {
    zh: '没有登录、登录已过期或已被注销。请重新登录，并在 Authorization 头中发送访问令牌。',
    en: 'You are not signed in, or the session ended. Sign in again and send the access token in the Authorization header.',
  },
  'login-failed': {
    zh: '账号不存在、密码不对或账号已停用；为了安全不说明是哪一种。多次失败后需要等待。',
    en: 'The login does not exist, the password is wrong, or the account is disabled; which of them is not said on purpose. After several failures you have to wait.',
  },
  'second-factor-required': {
    zh: '账号和密码正确，但这个账号启用了第二重验证：请把验证器应用里的验证码或一个恢复码作为 code 一起发送。每个验证码只能用一次。',
    en: 'Login and password are right, but the account has a second factor: send a code of the authenticator app, or a recovery code, as `code` with them. A code is good once.',
  },
  forbidden: {
    zh: '已登录，但您的角色不允许做这件事。请联系组织的负责人。',
    en: 'You are signed in, but your role does not allow this. Ask the owner of your organization.',
  },
  'scope-missing': {
    zh: '访问令牌属于机器客户端，没有这个功能的权限范围，或者这个功能不对机器开放。请组织的负责人登记有此范围的客户端。',
    en: 'The access token belongs to a machine and lacks the scope of this operation, or no machine may call it. The owner of the organization can register a client that has the scope.',
  },
  'identity-refused': {
    zh: '身份系统的应答不属于这个浏览器的这次登录、已过期，或者不能验证；也可能是在身份系统那里取消了登录。请重新开始登录。',
    en: 'The answer of the identity provider does not belong to this sign-in of this browser, is too old, or cannot be verified; or the sign-in was cancelled there. Begin again.',
  },
  'identity-not-linked': {
    zh: '身份系统认识您，但没有账号关联了这个身份。账号不会自动建立：请先用账号和密码登录，再关联身份。',
    en: 'The identity provider knows you, but no account is linked to this identity, and none is made by itself. Sign in with login and password first, and link the identity.',
  },
  'identity-taken': {
    zh: '一个身份只能关联一个账号，一个账号最多关联十个身份。请先从原账号取消关联。',
    en: 'An identity is linked to one account, and an account to ten identities at most. Take it away from the other account first.',
  },
  'passkey-refused': {
    zh: '通行密钥不属于这个服务、已被取消、没有验证使用者，或者应答已经用过或过期；为了安全不说明是哪一种。请重新开始，或用账号和密码登录。',
    en: 'The passkey is not one of this service or was taken away, its user was not verified, or the answer was used before or is too old; which of them is not said on purpose. Begin again, or sign in with login and password.',
  },
  'passkey-not-accepted': {
    zh: '设备的应答不属于这个账号的这次登记、已过期、来自别的网站，或者没有验证使用者。请重新开始登记。',
    en: 'The answer of the device does not belong to this registration of this account, is too old, comes from another site, or its user was not verified. Begin the registration again.',
  },
  'passkey-taken': {
    zh: '这个通行密钥已经登记过，或者账号已有二十个通行密钥。请先取消一个不用的。',
    en: 'The passkey is registered already, or the account has twenty. Take one away that you do not use.',
  },
  'provider-away': {
    zh: '身份系统没有应答，不是本服务的故障。请稍后再试，或用账号和密码登录。',
    en: 'The identity provider does not answer; this service is well. Try again later, or sign in with login and password.',
  },
  'second-factor-needed': {
    zh: '管理员和监管人员没有第二重验证时，只能设置它：POST /api/v1/auth/totp 取得密钥，POST /api/v1/auth/totp/confirm 用一个验证码确认，之后本次登录即可使用。已有的请连同验证码重新登录。',
    en: 'Without a second factor an admin or regulator can do nothing but set one up: POST /api/v1/auth/totp gives the secret, POST /api/v1/auth/totp/confirm confirms it with a code, and the session can be used. Whoever has one signs in again with its code.',
  },
  'not-found': {
    zh: '没有这个地址或编号，或者它不属于您。两种情况的回答相同。',
    en: 'There is no such address or id, or it is not yours. Both are answered in the same way.',
  },
  'method-not-allowed': {
    zh: '这个地址存在，但不支持所用的请求方法；Allow 头列出支持的方法。',
    en: 'The address exists, but not under this method; the Allow header lists those it has.',
  },
  'not-acceptable': {
    zh: '没有 Accept 头所要求的表示形式。请放宽要求。',
    en: 'There is no representation of the kind the Accept header asks for. Ask for less.',
  },
  timeout: {
    zh: '请求没有在规定时间内发送完。请检查网络后重新发送；没有保存任何内容。',
    en: 'The request did not arrive in time. Check the network and send it again; nothing was stored.',
  },
  'login-taken': {
    zh: '这个账号名已有人使用。请换一个。',
    en: 'Somebody has this login already. Choose another one.',
  },
  'second-factor-exists': {
    zh: '账号已启用第二重验证。要换手机，请先用一个验证码或恢复码关闭它（POST /api/v1/auth/totp/off），再重新设置；都丢失了请找服务的管理员。',
    en: 'The account has a second factor. To move it to another phone turn it off with a code or recovery code (POST /api/v1/auth/totp/off) and set it up again; who has lost them all asks an admin of the service.',
  },
  'uscc-taken': {
    zh: '已有组织用这个统一社会信用代码登记。请核对代码；如果是本组织，请向服务的管理员要账号。',
    en: 'An organization is registered with this unified social credit code. Check the code; if it is yours, ask the admin of the service for an account.',
  },
  'gtin-taken': {
    zh: '另一个产品已经使用这个 GTIN。一个 GTIN 只属于一个产品，请核对号码。',
    en: 'Another product has this GTIN. A GTIN belongs to one product; check the number.',
  },
  'key-taken': {
    zh: '另一个组织已经登记了这把密钥。每个组织使用自己的密钥，请生成一把新的。',
    en: 'Another organization has registered this key. Every organization has keys of its own; make a new one.',
  },
  'key-in-service': {
    zh: '服务正用这把密钥签名，不能撤销。请先换一把新的代管密钥（POST …/keys/custodial），再撤销旧的；标签密钥由服务的管理员撤销。',
    en: 'The service signs with this key. Make a new custodial key first (POST …/keys/custodial), then revoke the old one; label keys are revoked by an admin of the service.',
  },
  'application-closed': {
    zh: '入驻申请已经批准、拒绝或撤回，或者已有人先作了决定，不能再修改、补充材料或决定。请重新读取申请查看结果；需要时另行提交一份。',
    en: 'The application was approved, refused or withdrawn, or somebody decided first: it cannot be changed, added to or decided any more. Read it again to see what came of it, or file another one.',
  },
  'break-glass-closed': {
    zh: '应急查看申请已经有人决定、已经过期，或申请人已不再任职。仍需要时请重新申请。',
    en: 'The request of break-glass access was decided, has expired, or its requester is no official any more. Ask again if it is still needed.',
  },
  'enrolment-decided': {
    zh: '这个设备密钥的申请已被批准或拒绝，不能改为另一种决定。批准过的密钥请撤销；被拒绝的请在设备上生成新的密钥再申请。',
    en: 'The enrolment of this device’s key was approved or refused already, and is not decided the other way. Revoke a key that was approved; after a refusal, make a new one on the device and ask again.',
  },
  'last-owner': {
    zh: '不能去掉组织唯一的负责人。请先增加另一位负责人。',
    en: 'The only owner of an organization cannot be taken away. Add another one first.',
  },
  'last-admin': {
    zh: '这个账号是服务唯一的管理员，不能删除，否则没有人能再管理服务。请先增加另一位管理员。',
    en: 'This account is the only admin of the service and is not erased: nobody could run the service after it. Add another admin first.',
  },
  'account-in-use': {
    zh: '这个账号还有生效的角色，只有本人能删除它（POST /api/v1/auth/account/erasure）。管理员只能删除已停用的账号：请先停用账号或结束它的全部成员身份。',
    en: 'The account has a role in force, and only its holder can erase it (POST /api/v1/auth/account/erasure). An admin erases accounts that have ended: end the account, or all its memberships, first.',
  },
  'event-conflict': {
    zh: '同一事件号已经记录了不同的内容，账本没有改变。新事件请用新的事件号；更正旧内容请记录 correction。',
    en: 'This event id was already used for other content; the ledger did not change. Use a new id for a new event, and a `correction` to correct an old one.',
  },
  'insufficient-quantity': {
    zh: '批次的可用数量不够。请核对数量和单位，或先记录采收、收货。',
    en: 'The batch does not have that much available. Check quantity and unit, or record the harvest or receipt first.',
  },
  'on-hold': {
    zh: '批次正被冻结，不能发货、出证或制作标签，直到有人解除冻结；已经发生的事仍可记录。请先了解冻结的原因。',
    en: 'The batch is on hold: it cannot be shipped, certified or labelled until somebody releases it. What has happened can still be recorded. Find out first why it is on hold.',
  },
  'refused-by-rule': {
    zh: '一条规则不允许这件事：例如没有本批次检测报告而称检测合格，或主要内容不全就出证。说明里有规则编号、理由和依据。先补齐或更正记录，再用新的事件号重做。',
    en: 'A rule refuses this act: a certificate that says tested without a report of this very batch, for example, or one that lacks what it must say. The detail names the rule, the reason and its basis. Complete or correct the record, then do it again with a new event id.',
  },
  'list-version-taken': {
    zh: '清单的这个版本号已用于别的内容，可能是另一位管理员刚刚发布的；没有保存任何内容。请先看清已发布的是什么（GET /api/v1/lists/{name}），再用下一个版本号发布。',
    en: 'This number of the list has other content already, perhaps published by another admin a moment ago; nothing was stored. Look at what is published (GET /api/v1/lists/{name}), then publish under the next number.',
  },
  'lot-taken': {
    zh: '本组织的同一产品已有这个批号。请换一个批号。',
    en: 'Your organization has this lot number for the same product already. Choose another one.',
  },
  'already-released': {
    zh: '所指的冻结已经解除，不用再解除。如果批次仍被冻结，请解除另一次冻结。',
    en: 'The hold that is named was released already; nothing is left to do. If the batch is still on hold, release the other hold.',
  },
  'already-withdrawn': {
    zh: '这个批次的召回已经由发起方解除。每次召回对每个批次只解除一次；没有保存任何内容。',
    en: 'The recall of this batch was withdrawn by who opened it. Each recall is withdrawn once for each batch; nothing was stored.',
  },
  'already-revoked': {
    zh: '所指的合格证已经撤销，它原来覆盖的数量可以重新开具，不用再撤销。',
    en: 'The certificate that is named was revoked already, and what it covered can be certified anew; nothing is left to do.',
  },
  'certificate-not-valid': {
    zh: '所指的合格证现在存疑、暂停、撤销或过期，不能打印，也不能印在标签上。GET …/certificates 说明它的状态和依据的记录。先更正或补齐记录，需要时重新开具。',
    en: 'The certificate that is named is in doubt, suspended, revoked or expired, so it is not printed, nor its words on labels. GET …/certificates tells its state and the entries behind it. Put the record right and, where needed, issue another one.',
  },
  'inspection-task-closed': {
    zh: '这个抽检任务已经抽样，或者已经撤回，不能再撤回。抽样和报告已经在批次的记录里；要更正请更正那里的记录。',
    en: 'A sample was taken for this task, or it was withdrawn before. Samples and reports stand on the record of the batch; what is wrong is corrected there.',
  },
  'case-not-open': {
    zh: '核查情况和核查结论只能写进正在进行的核查：还没有开始，或者已经结束。没有保存任何内容。可以先开始核查（assignment），再记录。',
    en: 'Notes and endings belong to an inquiry that is under way: this one has not begun, or has ended. Nothing was stored. Take the finding up (assignment) first.',
  },
  'finding-gone': {
    zh: '记录更正或补充之后，规则不再得出这条疑点，不能再开始核查。正在进行的核查仍可写明结论并结束。',
    en: 'Since the record was corrected or completed the rule finds this no more, so that no inquiry can begin. One that is under way can still be ended.',
  },
  'certification-overlaps': {
    zh: '同一机构已用同一证书编号认证了重叠的日期，核定的数量会算两次，所以没有保存。续展请从前一期届满的次日开始；内容变更请先撤销前一项，再重新登记。',
    en: 'The same body granted the same number for days that overlap, so that its quantity would count twice; nothing was stored. Renew it from the day after the last one ends. To change what it says, revoke the other first, then state it anew.',
  },
  'code-taken': {
    zh: '一个有机码只绑定一枚标签，一枚标签只有一个有机码，作废后也不改绑；没有保存任何内容。请核对号码和标签序号。',
    en: 'An organic code is bound to one label and a label bears one code, for all time, void or not; nothing was stored. Check the codes and the numbers of the labels.',
  },
  'certification-state': {
    zh: '认证已暂停、撤销、过期或尚未生效，不能再加施标识；或者这一步不合它现在的状态（例如恢复一项没有暂停的认证）。没有保存任何内容。请先查看它的状态（GET …/certifications）。',
    en: 'The certification is suspended, revoked, expired or not yet valid, so that nothing more is marked with it; or the step does not go with how it stands (such as resuming one that is not suspended). Nothing was stored. Look at how it stands first (GET …/certifications).',
  },
  'beyond-shipment': {
    zh: '收货与退回合计超过了所指发货的数量。请核对数量，以及所指的是不是这次发货。',
    en: 'Receipts and returns together exceed the shipment that is named. Check the quantity, and whether it is this shipment that is meant.',
  },
  'beyond-source': {
    zh: '收货合计超过了所指来源给出的数量。请核对数量，以及所指的是不是这个来源。',
    en: 'More is received than the source that is named gave. Check the quantity, and whether it is this source that is meant.',
  },
  'delivery-closed': {
    zh: '这次发货已经全部确认或退回，或者收货方已用自己的收货记录确认，不再需要送货单码。',
    en: 'All of this shipment is confirmed or came back, or the consignee confirms by its own receipts: no code of a delivery note is needed.',
  },
  'corrected-meanwhile': {
    zh: '同一条记录在这次更正之前刚被更正过，账本没有改变。请查看最新内容后再更正。',
    en: 'The entry was corrected by somebody else just before; nothing was stored. Look at what it says now, then correct it again.',
  },
  'warning-closed': {
    zh: '这条扫码提醒已经以别的理由关闭，不能再改。标签的公开页面不受影响。',
    en: 'This warning about scans was closed for another reason, which stays. The public page of the label does not depend on it.',
  },
  'labels-void': {
    zh: '所指的标签中有已作废的：不能启用、不能再次作废，也不再打印。请改用其他编号；要补足数量，请另发一套标签。',
    en: 'Some of the labels that are named are void: they cannot be activated, voided again or printed. Name others; to make up for them, issue another set.',
  },
  'label-key-revoked': {
    zh: '签发这套标签的密钥已被撤销，不能再用它打印；已贴出的标签仍按签发时的记录核对。请作废剩余标签，另发一套。',
    en: 'The key of the label set is revoked, so nothing more is printed with it; labels already on goods are still checked against what was recorded. Void the rest and issue another set.',
  },
  'person-restricted': {
    zh: '已经申请删除此人的信息：从那时起不再展示或使用，法定保存期满后自动销毁。GET …/people/{person}/erasure 说明还要保存什么、到什么时候、依据哪部法律。',
    en: 'Erasure of this person’s data was asked for: since then nothing is shown or used, and it is destroyed when the law lets go. GET …/people/{person}/erasure says what is kept, until when and by which law.',
  },
  'evidence-too-large': {
    zh: '批次连同全部上游来源的记录太多，一份证明文件放不下；缺一部分的证明文件不能证明什么，所以不提供。请取来源批次各自的证明文件，或用 furrow audit 核对整个日志。',
    en: 'The records of the batch and of everything upstream of it are too many for one evidence file, and a file with a part left out would prove nothing. Take the evidence of the source batches one by one, or check the whole log with `furrow audit`.',
  },
  'key-not-accepted': {
    zh: '签名所用的密钥没有为本组织登记，或已被撤销。请在组织的密钥中核对 kid，需要时登记一把新的。没有保存任何内容。',
    en: 'The key of the signature is not registered for your organization, or was revoked. Look for its kid among the keys of the organization, and register a new one if need be. Nothing was stored.',
  },
  'statement-not-accepted': {
    zh: '签名声明不被接受：签名或披露内容与内容不符、说的是另一个批次，或公开与非公开的字段放错了。请按 errors 的提示修改并重新签名。没有保存任何内容。',
    en: 'The signed statement is not accepted: signature or disclosures do not fit the content, it is about another batch, or public and private fields are in each other’s place. Correct what `errors` names and sign it again. Nothing was stored.',
  },
  'attachment-missing': {
    zh: '记录里有照片或单据的哈希值，但内容还没有传来：照片在记录之后单独发送。请稍后再看。',
    en: 'The entry has the hash of the photo or paper, but its bytes have not come: photos are sent by themselves after the entry. Look again later.',
  },
  'attachment-deleted': {
    zh: '记录这张照片或单据的组织已把它删除，不能再取得，也不能再上传；记录和哈希值仍在。',
    en: 'The organization that states the entry has deleted the photo or paper. It cannot be had, nor sent again; entry and hash stay.',
  },
  'too-large': {
    zh: '请求内容超过上限（一般为 64 KiB，入驻材料每个文件 5 MiB）。请分成几次发送，文件请缩小。',
    en: 'The body is over the limit (64 KiB unless stated, 5 MiB for a document of an application). Send it in parts, or a smaller file.',
  },
  'uri-too-long': {
    zh: '网址或其中一段过长。请检查是否误贴了其他内容。',
    en: 'The address or a part of it is too long. Check whether something else was pasted into it.',
  },
  'headers-too-large': {
    zh: '请求头总长超过 16 KiB。请清除多余的请求头或 Cookie。',
    en: 'The request headers are over 16 KiB in all. Remove headers or cookies that are not needed.',
  },
  'media-type': {
    zh: '只接受未压缩的 application/json（UTF-8）或 application/jose；成批记录的接口只接受 application/x-ndjson。',
    en: 'Only application/json (UTF-8) and application/jose are accepted, uncompressed; recording in bulk takes application/x-ndjson alone.',
  },
  'rate-limited': {
    zh: '同一地址的请求太频繁。请等待 Retry-After 所说的秒数。',
    en: 'Too many requests from one address. Wait for the seconds that Retry-After says.',
  },
  'log-damaged': {
    zh: '已发布的日志有一部分不在了，或不完整：有人删改了数据库，或它已损坏。检查点所承诺的内容无法给出，请告知运营者；运营者须先查明原因，再从与已见证的检查点相符的备份恢复。',
    en: 'A part of the published log is missing or not whole: the database was tampered with, or broke. What the checkpoint promises cannot be shown. Tell the operator, who must find the cause and restore a backup that fits a witnessed checkpoint.',
  },
  internal: {
    zh: '服务内部出错，原因已记入日志。请把 instance 的值告诉管理员。',
    en: 'The service failed; the reason is in its log. Give the value of `instance` to the operator.',
  },
  unavailable: {
    zh: '服务或数据库暂时不可用，这次的内容没有保存。请在 Retry-After 秒后用同一事件号重试。',
    en: 'The service or its database is briefly unavailable; what you sent was not stored. Try again after Retry-After seconds with the same event id.',
  },
  'recalled-unchecked': {
    zh: '查询的批次正在召回，而数据库现在不应答，签名和记录都没有核对。recall 是 savedAt 时知道的召回（原因、怎么办、批号、谁在何日宣布、电话），product 是产品名。请先按召回处理，稍后再查完整的回答。只用于扫码查询的 JSON；浏览器得到同样内容的网页。',
    en: 'The lot is under a recall, and the database does not answer: neither signature nor record was checked. `recall` is the recall as known at `savedAt` (reason, what to do, lots, by whom and on which day, telephone), `product` the product’s name. Act on the recall, and ask again later for the whole answer. Only for the JSON of scans; a browser gets a page that says the same.',
  },
  'log-behind': {
    zh: '公开日志积压太多或太久，没有保存任何内容；日志赶上之后会恢复。请按 Retry-After 的秒数等待，再用同一事件号重试。',
    en: 'The public log has too much waiting, or for too long; nothing was recorded. It resumes when the log has caught up. Wait as many seconds as Retry-After says and retry with the same event id.',
  },
  'not-in-log': {
    zh: '记录已经保存，但还没有检查点覆盖它，所以还不能证明。通常一两秒就好，请按 Retry-After 的秒数等待后再取。',
    en: 'The record is stored, but no checkpoint covers it yet, so that nothing can be proved of it. That takes a second or two as a rule: wait as many seconds as Retry-After says and ask again.',
  },
  ambiguous: {
    zh: '提交时连接中断，内容可能已经保存。请用同一事件号重试：不会重复记录。',
    en: 'The connection broke while it was being stored, so it may be stored or not. Retry with the same event id: it is never recorded twice.',
  },
};
