/** Signing in, accounts, sessions, passkeys, second factors, invitations. */
export const accounts: Readonly<Record<string, string>> = {
  'Sign in with login and password': '用账号和密码登录',
  'Exchange the refresh cookie for a new access token': '用刷新 Cookie 换取新的访问令牌',
  'End the session of the refresh cookie': '结束刷新 Cookie 所属的会话',
  'Who is signed in: login and roles of the own account': '现在登录的是谁：本账号的账号名和身份',
  'Change the own password; every other session ends': '修改本账号的密码；其他会话全部结束',
  'Get an access token for a machine (client credentials)': '机器客户端取得访问令牌（客户端凭据方式）',
  'RFC 6749 §5.2, as every OAuth client expects.': 'RFC 6749 §5.2 的错误应答，OAuth 客户端都能识别。',
  'The client is not known, or no longer.': '没有这个客户端，或者它已经停用。',
  'Where and how machines get access tokens': '机器客户端在哪里、怎样取得访问令牌',
  'Go to the identity provider to sign in': '转到身份系统登录',
  'To the provider.': '转到身份系统。',
  'Come back from the identity provider, signed in or with the identity linked':
    '从身份系统返回：已经登录，或已关联身份',
  'To the console; signing in sets the refresh cookie.': '转到工作台；登录时会设置刷新 Cookie。',
  'Begin to link an identity of the provider to your account': '开始把身份系统里的身份关联到自己的账号',
  'List the identities that sign in to your account': '列出可以登录自己账号的身份',
  'Take an identity away from your account': '取消自己账号关联的一个身份',
  'Begin to register a passkey for your account': '开始为自己的账号登记通行密钥',
  'For `PublicKeyCredential.parseCreationOptionsFromJSON()` (WebAuthn Level 3 §5.1.8).':
    '交给 `PublicKeyCredential.parseCreationOptionsFromJSON()`（WebAuthn Level 3 §5.1.8）。',
  'Register the passkey that the device made': '登记设备生成的通行密钥',
  'List the passkeys of your account': '列出自己账号的通行密钥',
  'Call a passkey something else': '给通行密钥改名',
  'Take a passkey away from your account': '取消自己账号的一个通行密钥',
  'Begin to sign in with a passkey': '开始用通行密钥登录',
  'For `PublicKeyCredential.parseRequestOptionsFromJSON()` (WebAuthn Level 3 §5.1.9).':
    '交给 `PublicKeyCredential.parseRequestOptionsFromJSON()`（WebAuthn Level 3 §5.1.9）。',
  'Sign in with a passkey': '用通行密钥登录',
  'Read whether the own account has a second factor': '查看本账号有没有第二重验证',
  'Get a secret for an authenticator app': '取得验证器应用用的密钥',
  'Put the second factor in force by a code of it': '用它的一个验证码启用第二重验证',
  'Turn the second factor off by a code of it': '用它的一个验证码关闭第二重验证',
  'List the own sessions, newest first': '列出本账号的会话，新的在前',
  'End all other sessions of the own account': '结束本账号的其他会话',
  'End one of the own sessions': '结束本账号的一个会话',
  'Invite somebody to an organization': '邀请一个人加入组织',
  'List the invitations that can still be used': '列出还能使用的邀请',
  'Where the page before ended; taken from its `Link` header.': '上一页结束的位置，取自上一页的 `Link` 头。',
  'Whose members; may be left out by the owner of one organization.':
    '哪个组织的成员；只是一个组织的负责人时可以不填。',
  'Withdraw an invitation': '撤回邀请',
  'Accept an invitation with a new account': '新建账号，接受邀请',
  'Accept an invitation with the own account': '用现有账号接受邀请',
  'Make the account of an inspector, regulator, certifier or admin':
    '新建检查员、监管人员、认证人员或管理员的账号',
  'List the accounts of inspectors, regulators, certifiers and admins':
    '列出检查员、监管人员、认证人员和管理员的账号',
  'Accounts in use, or those that were ended.': '在用的账号，或已停用的账号。',
  'Read such an account': '查看一个这样的账号',
  'The `ETag` held; 304 when it is still right.': '手里的 `ETag`；内容没有变化时回答 304。',
  'End such an account': '停用一个这样的账号',
  'Take an ended account into use again': '重新启用已停用的账号',
  'Take away the second factor of an official who has lost it':
    '检查、监管、认证人员或管理员丢失第二重验证时，取消它',
  'Make a link to a new password for a member': '为成员生成重设密码的链接',
  'Make a link to a new password for an official': '为检查、监管、认证人员或管理员生成重设密码的链接',
  'Choose a new password by the token of a link': '凭链接里的令牌设置新密码',
  'Where the account has a second factor: a code of the authenticator app, or a recovery code.':
    '账号有第二重验证时填写：验证器应用的验证码，或一个恢复码。',
  'Seconds until the access token ends.': '访问令牌还有多少秒失效。',
  'That a role asks for a second factor and none was shown: nothing else answers until then.':
    '本账号的身份要求第二重验证，而这次登录没有通过：通过之前不能做别的。',
  'The organization of a producer’s role.': '生产者一方的身份：所属的组织。',
  'Prefix of a GB/T 2260 code, empty for everywhere; the region of an official’s role.':
    '监管等身份的辖区：GB/T 2260 代码的前几位，空表示全国。',
  'The password until now.': '现在的密码。',
  'The password from now on.': '新密码。',
  'Scopes with a space between; without it, all that the client has.':
    '权限范围，用空格分开；不填就是客户端拥有的全部范围。',
  'With `client_secret_post`; with `client_secret_basic` in the Authorization header.':
    '使用 `client_secret_post` 时填写；使用 `client_secret_basic` 时写在 Authorization 头里。',
  'None: there is no authorization endpoint.': '空：没有授权端点。',
  'For the browser that asked, within ten minutes.': '只供提出请求的浏览器使用，十分钟内有效。',
  'Which provider.': '哪个身份系统。',
  'As the provider knows the person.': '此人在身份系统里的标识。',
  'To tell it from your others.': '用来和自己的其他通行密钥区分的名称。',
  'What `navigator.credentials.create()` gave, by `toJSON()`.':
    '`navigator.credentials.create()` 的结果，经 `toJSON()` 转换。',
  'What `navigator.credentials.get()` gave, by `toJSON()`.':
    '`navigator.credentials.get()` 的结果，经 `toJSON()` 转换。',
  'For a QR code.': '用来生成二维码。',
  'The same secret, to type.': '同一个密钥，供手工输入。',
  'As the authenticator app shows it.': '验证器应用显示的验证码。',
  'A second factor was shown in it.': '这个会话通过了第二重验证。',
  'When it last got an access token.': '最近一次取得访问令牌的时间。',
  'The session that asks.': '是不是发出本次请求的会话。',
  'To which organization; may be left out by the owner of one.':
    '加入哪个组织；只是一个组织的负责人时可以不填。',
  'What the person will be there.': '此人在组织里的身份。',
  'The login that the person is expected to choose or to have; a hint, not a condition.':
    '预计此人选用或已有的账号名；只是提示，不是条件。',
  'What follows `#` in the link; sent in the body only.': '链接里 `#` 之后的部分；只能放在请求体里发送。',
  'With what the person signs in.': '此人登录用的账号名。',
  'The first password.': '最初的密码。',
  'What the person is called here.': '此人在这里的称呼。',
  '`inspector` and `regulator` have a region, `certifier` and `admin` the whole service.':
    '`inspector`（检查员）和 `regulator`（监管人员）有辖区，`certifier`（认证人员）和 `admin`（管理员）面向整个服务。',
  'Where: the first digits of region codes (GB/T 2260), empty for the whole country.':
    '辖区：行政区划代码（GB/T 2260）的前几位，空表示全国。',
  'The authority, laboratory or certification body in whose name the person records; without it the person only looks.':
    '此人以哪个监管机构、检验机构或认证机构的名义记录；不填则此人只能查看。',
  'In whose name the person records.': '此人以哪个机构的名义记录。',
  'What follows `#` in the link.': '链接里 `#` 之后的部分。',
};
