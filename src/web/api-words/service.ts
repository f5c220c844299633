/** The document itself, what machines may do, and how the service is doing. */
export const service: Readonly<Record<string, string>> = {
  'Traceability ledger for farm products. 农产品追溯账本。Errors are RFC 9457 problems; every slug is described below /problems.':
    '农产品追溯账本。出错时回答 RFC 9457 问题说明；每种问题的标识在 /problems 之下有说明。',
  'Programs that act for an organization, each with the scopes that its owner gave it.':
    '代表组织操作的程序，各有组织负责人授予的权限范围。',
  'Batches, their events and evidence': '批次及其事件和证明文件',
  'Open batches': '建立批次',
  'Record events on batches': '在批次上记录事件',
  'Label sets and their sheets': '标签及其打印文件',
  'Issue label sets': '签发标签',
  'Organizations and their keys': '组织及其密钥',
  Products: '产品',
  'Add products': '添加产品',
  'Recalls and notices of them': '召回和召回通知',
  'Open and withdraw recalls, acknowledge notices': '发起和解除召回，知悉通知',
  Sites: '地点',
  'Add sites': '添加地点',
  'RFC 9457 problem details.': 'RFC 9457 问题说明。',
  'RFC 6901 pointer into the request.': '在请求中的位置（RFC 6901）。',
  'Whether the process is alive': '进程是否在运行',
  'Whether the service can work: its database answers, and it is not stopping':
    '服务能否工作：数据库有应答，且服务没有在停止',
  'Measurements for Prometheus': '供 Prometheus 读取的指标',
  'Answered on the machine itself (loopback, without a proxy between), elsewhere to an admin.':
    '只回答本机的请求（回环地址，中间没有代理）；其他地方只回答管理员。',
  'What needs a person (degraded), in plain words': '需要人处理的事（degraded 时），用文字说明',
};
