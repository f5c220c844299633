/** Organizations with their members, machines, keys, products and sites. */
export const parties: Readonly<Record<string, string>> = {
  'As its holder calls it.': '使用人给设备起的名称。',
  'For members of the organization; null for others.': '只给本组织的成员看；其他人为 null。',
  'Role in the organization; null for who has left it.': '在组织里的身份；已离开组织的为 null。',
  'RFC 7638 SHA-256 thumbprint.': '密钥指纹：RFC 7638 的 SHA-256 指纹。',
  '`custodial` and `label` keys are held by the service.':
    '`custodial`（代管密钥）和 `label`（标签密钥）由服务保管。',
  'Null for a key that no device was enrolled for.': '没有登记设备的密钥为 null。',
  'The key of the same device in whose place it came.': '它替换的同一设备的密钥。',
  'From when the key is not trusted; what was recorded before stays valid. Not in the future.':
    '从什么时候起不再信任这把密钥；此前的记录仍然有效。不能是将来的时间。',
  'Why, in words for everyone.': '原因，任何人都可以看到。',
  'Register a machine that acts for the organization': '登记代表组织操作的机器客户端',
  'List the machines of an organization': '列出组织的机器客户端',
  'Give a machine another secret; the one before is taken for a day more':
    '为机器客户端换发客户端密钥；旧的还能再用一天',
  'End a machine: its tokens stop counting within seconds': '停用机器客户端：几秒之内它的令牌失效',
  'Get what a device is to sign to enrol its key': '取得设备登记密钥时要签名的内容',
  'Ask for a key of your own device to count': '申请使用自己设备的密钥',
  'You had asked for this key before.': '这把密钥以前已经申请过。',
  'List the enrolments of devices’ keys, oldest first': '列出设备密钥的申请，早的在前',
  'Approve a device’s key: from here on it counts': '批准设备的密钥：从此它的签名有效',
  'Refuse a device’s key': '拒绝设备的密钥',
  'Register a public key whose private part you hold': '登记公钥，私钥由自己保管',
  'The organization had registered the key before.': '组织以前已经登记过这把密钥。',
  'List an organization’s keys': '列出组织的密钥',
  'Make a new key with which the service signs for the organization': '新建代管密钥，由服务用它替组织签名',
  'A UUIDv7 made by the client. The same request sent again with it answers 200 and makes nothing new.':
    '客户端生成的 UUIDv7。用它重发同样的请求，回答 200，不会重复新建。',
  'The same request made it before.': '同样的请求以前已经建立。',
  'Look at one key of an organization': '查看组织的一把密钥',
  'Stop trusting a key from a time on': '从某个时间起不再信任一把密钥（撤销）',
  'Make an account with a role in an organization': '新建组织成员的账号',
  'List the members of an organization': '列出组织的成员',
  'Members in force, or those whose membership was ended.': '现有的成员，或已移出的成员。',
  'Read a member': '查看一个成员',
  'End a membership': '移出成员',
  'Take an ended member back': '恢复已移出的成员',
  'Take away the second factor of a member who has lost it': '成员丢失第二重验证时，取消它',
  'Register an organization (an owner of a cooperative: a farm of it)':
    '登记组织（合作社的负责人可登记本社的农户）',
  'The same request had registered it before.': '同样的请求以前已经登记。',
  'List the organizations you may see': '列出您可以查看的组织',
  'Read an organization': '查看一个组织',
  'Add a product': '添加产品',
  'The same request had added it before.': '同样的请求以前已经添加。',
  'List products': '列出产品',
  'Whose; without it, those of every organization the caller is a member of.':
    '属于哪个组织；不填就是调用者加入的所有组织。',
  'Read a product': '查看一个产品',
  'Add a site': '添加地点',
  'List sites': '列出地点',
  'Read a site': '查看一个地点',
  'Which device or program it is.': '是哪台设备或哪个程序。',
  'What it may do, no more than it needs. `batches:read`: Batches, their events and evidence. `batches:write`: Open batches. `events:write`: Record events on batches. `labels:read`: Label sets and their sheets. `labels:write`: Issue label sets. `organizations:read`: Organizations and their keys. `products:read`: Products. `products:write`: Add products. `recalls:read`: Recalls and notices of them. `recalls:write`: Open and withdraw recalls, acknowledge notices. `sites:read`: Sites. `sites:write`: Add sites.':
    '它可以做什么，按需授予，不要多给。`batches:read`：批次及其事件和证明文件。`batches:write`：建立批次。`events:write`：在批次上记录事件。`labels:read`：标签及其打印文件。`labels:write`：签发标签。`organizations:read`：组织及其密钥。`products:read`：产品。`products:write`：添加产品。`recalls:read`：召回和召回通知。`recalls:write`：发起和解除召回，知悉通知。`sites:read`：地点。`sites:write`：添加地点。',
  'When it ends by itself, at most ten years from now; never, when left out.':
    '自动停用的时间，最多十年以后；不填则不会自动停用。',
  'The `client_id`.': '即 `client_id`。',
  'The `client_secret`: shown here and never again.': '即 `client_secret`：只在这里显示，以后不再显示。',
  'The new `client_secret`: shown here and never again.':
    '新的 `client_secret`：只在这里显示，以后不再显示。',
  'Until when the secret before is taken, too.': '旧的客户端密钥还能用到什么时候。',
  'The log’s origin, for `aud`.': '日志名，写入 `aud`。',
  'The public JWK (RFC 7517) of the device’s key: P-256 (EC) or Ed25519 (OKP).':
    '设备密钥的公开 JWK（RFC 7517）：P-256（EC）或 Ed25519（OKP）。',
  'Proof of possession: a compact JWS by the key itself. Header: alg, kid, typ = furrow-key-proof. Payload: org, aud, iat (seconds) and the nonce of the challenge.':
    '持有证明：用这把密钥自己签的紧凑格式 JWS。头部：alg、kid、typ = furrow-key-proof；内容：org、aud、iat（秒）和服务给出的 nonce。',
  'What you call the device.': '您给设备起的名称。',
  'Where the key lives.': '密钥存放在什么设备上。',
  'Your key of the same device in whose place this one comes; it is revoked then.':
    '要替换的、自己同一设备的密钥；替换后它被撤销。',
  'The same proof by the key that is replaced, with replacedBy = the new kid. With it, nobody needs to approve.':
    '用被替换的密钥签的同样的证明，并写明 replacedBy = 新密钥的 kid。有它就不需要别人批准。',
  'A key counts once it is approved.': '密钥批准之后才有效。',
  'A public JWK (RFC 7517): Ed25519 (OKP) or P-256 (EC).':
    '公开的 JWK（RFC 7517）：Ed25519（OKP）或 P-256（EC）。',
  'Proof of possession: a compact JWS by the key itself. Header: alg, kid (RFC 7638 thumbprint), typ = furrow-key-proof. Payload: org (this organization’s id), aud (the log’s origin), iat (seconds, at most ten minutes old).':
    '持有证明：用这把密钥自己签的紧凑格式 JWS。头部：alg、kid（RFC 7638 指纹）、typ = furrow-key-proof；内容：org（本组织的编号）、aud（日志名）、iat（秒，不早于十分钟前）。',
  '`owner` decides about members and keys, `recorder` records, `viewer` looks.':
    '`owner`（负责人）管理成员和密钥，`recorder`（记录员）记录，`viewer`（查看者）只能查看。',
  'What it is.': '是什么类型。',
  'Its registered name; of a household or family farm one that names no person, because it stays in the ledger.':
    '登记的名称；农户和家庭农场请用不含人名的名称，因为名称会一直留在账本里。',
  'Unified social credit code (GB 32100). Households and family farms may have none.':
    '统一社会信用代码（GB 32100）。农户和家庭农场可以没有。',
  'County-level region where it is registered (GB/T 2260).': '登记所在的县级行政区划代码（GB/T 2260）。',
  'The cooperative a household or family farm belongs to.': '农户或家庭农场所属的合作社。',
  'Phone of a household or family farm. Personal: kept sealed, and shown masked or not at all; no other kind has one here.':
    '农户或家庭农场的电话。属于个人信息：加密保存，只隐去部分数字显示或完全不显示；其他类型的组织不在这里填电话。',
  'That the household agrees to its number being shown, masked.': '农户是否同意显示隐去部分数字的电话。',
  'Its subject code (主体码).': '主体码。',
  'The chain of its keys and certificates.': '记录其密钥和证书的链。',
  'Phone of a household or family farm that agreed to its being shown, masked.':
    '农户或家庭农场的电话，隐去部分数字，同意显示的才有。',
  'Whose product; may be left out by a member of one organization.':
    '哪个组织的产品；只加入一个组织时可以不填。',
  'What it is called.': '名称。',
  'Variety.': '品种。',
  'Product category.': '产品类别。',
  'GTIN-8, -12, -13 or -14 with its check digit; kept as 14 digits.':
    'GTIN-8、-12、-13 或 -14，含校验位；保存为 14 位。',
  'Base unit: UN/CEFACT Rec 20 code, or our own for national units.':
    '计量单位：UN/CEFACT Rec 20 代码，或本服务为国内单位定的代码。',
  '14 digits.': '14 位数字。',
  'Whose site; may be left out by a member of one organization.':
    '哪个组织的地点；只加入一个组织时可以不填。',
  'What its people call it. Not public.': '自己人怎么称呼它。不公开。',
  'County- or township-level place that everyone may read.': '写到县或乡镇的地名，任何人都可以看到。',
  'County-level region (GB/T 2260).': '县级行政区划代码（GB/T 2260）。',
  'Its area. Not public.': '面积。不公开。',
  'Its outline. Not public.': '边界。不公开。',
  'Decimal string.': '十进制字符串。',
  'UN/CEFACT Rec 20 code, or CN-MU for 亩.': 'UN/CEFACT Rec 20 代码，或表示亩的 CN-MU。',
  'Closed rings of [longitude, latitude] in WGS-84, at most 500 positions.':
    '由 [经度, 纬度] 组成的闭合环，WGS-84，最多 500 个点。',
  'Unified social credit code (GB 32100).': '统一社会信用代码（GB 32100）。',
  'Where it is registered (GB/T 2260).': '登记地的行政区划代码（GB/T 2260）。',
  'The cooperative of an organization, and the organizations that it shipped to':
    '组织所属的合作社，以及它发过货的组织',
  'Find an organization of the ledger by its unified social credit code':
    '按统一社会信用代码查找账本里的组织',
  'Without outlines.': '不含边界。',
};
