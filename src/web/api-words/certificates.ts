/** Certificates of batches, certifications of organizations, inspections and tasks to inspect. */
export const certificates: Readonly<Record<string, string>> = {
  'Certificates of a batch as they stand on a day, oldest first': '批次的证书在某一天的状态，早的在前',
  'The day asked about (Asia/Shanghai), with what had been recorded by its end; today without it':
    '要查的日期（Asia/Shanghai），依据到那天结束时为止的记录；不填就是今天',
  'A compliance certificate as PDF': '承诺达标合格证，PDF',
  'A compliance certificate that holds today; its code leads to the page of this batch.':
    '今天有效的承诺达标合格证；上面的码打开这个批次的页面。',
  'The certificate is in Chinese; `en` prints the English beside it': '合格证是中文；`en` 会在旁边加印英文',
  'Size of the paper; `label`: 100 × 70 mm': '纸张大小；`label`：100 × 70 毫米',
  'The certificate.': '合格证。',
  'A compliance certificate as a page to print': '承诺达标合格证，可打印的网页',
  'Oldest first.': '早的在前。',
  'The day the states are of.': '状态是哪一天的。',
  'Number of the entry that issued it': '开具它的条目的序号',
  '1: who grew the goods; 2: who bought them and mixed or repacked.':
    '1：自己生产的；2：收购后混装或分装的。',
  'The promise, word for word.': '承诺内容，逐字照录。',
  'The inspections it rests on.': '所依据的检验。',
  'Computed from the chain and what the rules find: `challenged` when a later entry undermines it. Kept nowhere.':
    '由链上的记录和规则的结论算出：后来的条目使它站不住时为 `challenged`（存疑）。不另外保存。',
  'What undermines it; withdrawn ones, too.': '使它存疑的内容，包括已撤回的。',
  'The entry that suspended or revoked it.': '暂停或撤销它的条目。',
  'Batch that was tested, where it is not this one': '送检的批次，不是本批次时才有',
  'Number of the inspection': '检验条目的序号',
  '`input`: a use recorded only after it; `inspection`: a test that failed; `correction`: of a report it rests on; `hold`; `finding`: of a rule; `origin`: what the batch was made from is stopped.':
    '`input`：出证之后才记录的投入品使用；`inspection`：不合格的检测；`correction`：所依据的报告有更正；`hold`：冻结；`finding`：规则的结论；`origin`：来源批次被停下。',
  'The entry of this chain; null when it lies elsewhere.': '本链上的条目；在别处时为 null。',
  'Of a finding the rule.': '规则的结论才有：规则编号。',
  'In words.': '用文字说明。',
  'State a certification: as a body or authority, or of your own organization':
    '登记认证：由认证机构或监管机构登记，或登记本组织的认证',
  'The same had been stated before.': '以前已经登记过同样的内容。',
  'Certifications of an organization as they stand on a day, oldest first':
    '组织的认证在某一天的状态，早的在前',
  'The day asked about (Asia/Shanghai), by what had been recorded by its end; today without it':
    '要查的日期（Asia/Shanghai），以到那天结束时为止的记录为准；不填就是今天',
  'Suspend, resume or revoke a certification, by who stated it or a regulator':
    '暂停、恢复或撤销认证，由登记它的一方或监管人员操作',
  'What is known of a certificate by its number, or of the claims of a code; also as known on a day':
    '按证书编号查认证，或按码查认证声明；也可查到某一天为止已知的内容',
  'Code of a batch or label': '批次或标签的码',
  'What goods may claim': '产品可以作的认证声明',
  'The body that certifies': '认证机构',
  'Unified social credit code of the body': '认证机构的统一社会信用代码',
  Standard: '标准',
  'Products of the organization that are certified': '获得认证的本组织产品',
  'Sites that are certified; absent: it does not name any': '获得认证的地点；没有这一项表示证书没有列出地点',
  'Area that is certified': '认证面积',
  'Most that may be marked from the first day to the last; absent: nothing is marked with it':
    '有效期内最多可以标识的数量；没有这一项表示不能据此加施标识',
  'Most that one unit of the area yields, in the unit of the quantity':
    '每单位面积最多的产量，用认证数量的单位',
  'Most of it that is left after processing, as a share: of milled rice for example 0.72':
    '加工后最多剩下的比例：例如碾成大米是 0.72',
  'Site of the organization': '组织的地点',
  'Organic: first day of conversion; absent: not known': '有机产品：转换期开始的日期；没有这一项表示不详',
  'Organic: what grows there; conversion takes 24 months, of perennial crops 36':
    '有机产品：种植什么；转换期 24 个月，多年生作物 36 个月',
  'Number of the entry on the chain of the organization that grants it': '登记认证的条目在组织的链上的序号',
  'Who states it: a body, an authority, or the organization itself.':
    '由谁登记：认证机构、监管机构，或组织自己。',
  '`declared`: by the holder itself; nothing is marked with it.':
    '`declared`：持有者自己申报的；不能据此加施标识。',
  'The day of the state.': '状态是哪一天的。',
  'What labels that are not void mark under it now, in the unit of its quantity.':
    '未作废的标签现在据此标识的数量，用认证数量的单位。',
  'From this day on.': '从这一天起。',
  'What happens': '做什么',
  'From which day on; not in the future': '从哪一天起；不能是将来的日期',
  'What it comes to, in a sentence.': '用一句话说明结论。',
  'Its public name; of a household one without a person.': '公开的名称；农户的名称不含人名。',
  'Who states it here.': '在本服务登记它的是谁。',
  'Whether the batch of the code may claim it; null without a code.':
    '码所属的批次能不能作这个声明；没有给出码时为 null。',
  'To the county.': '写到县。',
  'The national register is not asked (R60).': '没有查询国家的登记系统（R60）。',
  'Inspections of a batch, and until when each can be objected to': '批次的检验，以及每次可提异议到什么时候',
  'Order an inspection of goods of your region': '对本辖区的产品下达抽检任务',
  'The same task had been ordered before.': '同样的任务以前已经下达。',
  'Tasks of your region, or those about your goods for which a sample was taken':
    '本辖区的抽检任务，或抽检自己的产品且已经抽样的任务',
  'Tasks about whose goods; without it, all that you may see.': '抽检谁的产品；不填就是您可以查看的全部。',
  'Read a task with its samples and reports': '查看抽检任务和它的抽样、报告',
  'Take an order back before a sample was taken, by the authority that gave it':
    '抽样以前撤回抽检任务，由下达的机关操作',
  'As it is in force.': '现在生效的结论。',
  'Until when the organization inspected can object; null where the law gives no objection.':
    '受检的组织可提异议到什么时候；法律不给异议的为 null。',
  'Entries that object to it.': '对它提出异议的条目。',
  'Until when the report of the retest is due, after the first objection.':
    '从第一次异议算起，复检报告最迟什么时候作出。',
  'The retest whose result replaced this one. Both stay on the chain.':
    '结果替代了这一次的复检。两者都留在链上。',
  'Any goods of this organization.': '这个组织的任何产品。',
  'Goods of this product': '只抽检这种产品',
  'This batch': '只抽检这个批次',
  'What is to be tested for': '检测项目',
  'By when it is to be reported': '最晚什么时候出报告',
  'Account of the inspector who does it; your own without it': '执行的检查员的账号；不填就是您自己',
  'The authority that ordered it.': '下达机关。',
  'Whose goods are inspected.': '抽检谁的产品。',
  'Narrowed to this product.': '限定的产品。',
  'Narrowed to this batch.': '限定的批次。',
  'Account of the inspector; for officials of the region only.': '检查员的账号；只给本地区的监管人员看。',
  'Follows from the entries: `closed` once no report can be objected to any more and each objection was answered.':
    '由条目得出：报告都已过异议期，且每项异议都有答复之后，为 `closed`（已结束）。',
  'Not reported by the day it was due.': '到期还没有出报告。',
  'Number of the sample in the chain of that batch': '抽样条目在那个批次的链上的序号',
};
