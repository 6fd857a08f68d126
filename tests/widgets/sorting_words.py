"""The words and the seven kinds of records of the small sorting task."""

ACTIONS = {
    "keep": ("照常保留", "Keep"),
    "correct": ("更正", "Correct"),
    "merge": ("合并", "Merge"),
    "restrict": ("限制处理", "Restrict"),
    "delete": ("删除", "Delete"),
    "hand_over": ("移交", "Hand over"),
    "hold": ("法律保留", "Hold for law"),
}
PROBLEMS = {
    "none": ("没有问题", "Nothing wrong"),
    "duplicate": ("重复记录", "Duplicate"),
    "wrong_format": ("格式错误", "Wrong format"),
    "retention_expired": ("超过保存期限", "Kept past its period"),
    "consent_withdrawn": ("撤回后仍在使用", "Used after withdrawal"),
    "test_record": ("测试数据", "Test record"),
    "legal_hold": ("法律保留", "Legal hold"),
}
REASONS = {
    "separate_consent": ("本人单独同意移交", "The person agreed to the handover", "hand_over"),
    "no_separate_consent": ("没有单独同意，先留下", "No separate consent yet", "keep"),
    "same_person": ("同一个人", "The same person", "merge"),
    "stays": ("留下的要准确", "What stays has to be right", "correct"),
    "period_over": ("保存期限已满", "The period is over", "delete"),
    "consent_withdrawn": ("同意已撤回", "Consent withdrawn", "delete"),
    "test_record": ("测试记录", "A test record", "delete"),
    "hold_open": ("法律保留未解除", "An open legal hold", "hold"),
    "kept_by_law": ("法定保存期未满", "A period set by law still runs", "restrict"),
}
TITLES = {
    "file_id": ("卷宗号", "File number"),
    "customer_id": ("客户编号", "Customer number"),
    "category": ("类别代码", "Category"),
    "title": ("卷宗名称", "Title"),
    "opened_on": ("立卷日期", "Opened on"),
    "closed_on": ("封卷日期", "Closed on"),
    "disposal_on": ("计划销毁日", "Disposal on"),
    "place": ("存放地点", "Place"),
    "name": ("姓名", "Name"),
    "mobile": ("手机号", "Mobile number"),
    "address": ("现住址", "Present address"),
    "registered_on": ("建档日期", "Registered on"),
    "employer": ("工作单位", "Employer"),
    "purpose": ("事项", "Purpose"),
    "given_on": ("同意日期", "Given on"),
    "withdrawn_on": ("撤回日期", "Withdrawn on"),
    "used_on": ("使用日期", "Used on"),
    "channel": ("渠道", "Channel"),
    "contract_no": ("合同号", "Contract"),
    "start_date": ("起租日", "Start"),
    "end_date": ("到期日", "End"),
    "delivered": ("是否送达", "Delivered"),
    "sent_on": ("发出日期", "Sent on"),
    "hold_id": ("保留编号", "Hold number"),
}
TABLES = {
    "archive_files": ("归档卷宗", "Archive files"),
    "customers": ("客户", "Customers"),
    "consent_uses": ("同意的使用", "Uses of consents"),
    "consents": ("同意书", "Consents"),
    "legal_holds": ("保留登记簿", "Hold register"),
    "contracts": ("合同", "Contracts"),
    "transfer_notices": ("移交告知", "Transfer notices"),
}
CLOSED = {"opened_on": "2019-03-02", "closed_on": "2023-04-30"}
# title, table, values, problem, action, reason, what it rests on
KINDS = (
    (
        ("房屋租赁合同卷", "Flat lease file"),
        "archive_files",
        {"category": "lease", "title": "房屋租赁合同卷", **CLOSED, "disposal_on": "2026-12-10"},
        ("legal_hold", "hold", "hold_open"),
        "hold",
    ),
    (
        ("授信审查卷", "Credit check file"),
        "archive_files",
        {"category": "credit_check", "title": "授信审查卷", **CLOSED, "disposal_on": "2030-01-01"},
        ("retention_expired", "delete", "period_over"),
        "period",
    ),
    (
        ("第二份客户档案", "A second customer file"),
        "customers",
        {"name": "吴晓燕", "mobile": "15430011220", "address": "上海市闵行区莲花南路 1158 弄 6 号"},
        ("duplicate", "merge", "same_person"),
        "partner",
    ),
    (
        ("客户档案", "Customer file"),
        "customers",
        {
            "name": "何建国",
            "mobile": "１５４３００８８７１",
            "address": "昆山市前进东路 88 号",
        },
        ("wrong_format", "correct", "stays"),
        "record",
    ),
    (
        ("短信推送记录", "A text message sent"),
        "consent_uses",
        {"purpose": "新车推荐", "used_on": "2026-09-03", "channel": "短信"},
        ("consent_withdrawn", "delete", "consent_withdrawn"),
        "consents",
    ),
    (
        ("客户档案", "Customer file"),
        "customers",
        {"name": "测试 01", "mobile": "15400000001", "address": "测试路 1 号"},
        ("test_record", "delete", "test_record"),
        "record",
    ),
    (
        ("客户档案", "Customer file"),
        "customers",
        {"name": "林佩珊", "mobile": "15432210098", "address": "苏州市姑苏区平江路 210 号"},
        ("none", "keep", "no_separate_consent"),
        "notice",
    ),
)
