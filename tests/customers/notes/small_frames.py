"""Small frames for the leasing company: every writing and every kind of source once."""

SLOTS = """
[slots.name]
column = "customers.name"
as = "name"
kind = "name"
subject = "customer"
[slots.nick]
column = "customers.name"
as = "nickname"
kind = "nickname"
subject = "customer"
[slots.phone]
column = "customers.mobile"
as = "phone"
kind = "phone"
subject = "customer"
[slots.number]
column = "customers.resident_id"
as = "id"
kind = "resident_id"
subject = "customer"
[slots.number_end]
column = "customers.resident_id"
as = "id_tail"
kind = "resident_id"
subject = "customer"
[slots.card]
column = "customers.bank_card"
as = "account"
kind = "account"
subject = "customer"
sensitive = "financial_account"
[slots.card_end]
column = "customers.bank_card"
as = "account_tail"
kind = "account"
subject = "customer"
sensitive = "financial_account"
[slots.address]
column = "customers.address"
as = "address"
kind = "address"
subject = "customer"
[slots.corner]
column = "customers.address"
as = "address_part"
kind = "partial_address"
subject = "customer"
[slots.born]
column = "customers.birth_date"
as = "date"
kind = "birth_date"
subject = "customer"
[slots.plate]
column = "contracts.plate"
as = "plate"
kind = "plate"
subject = "customer"
[slots.contract]
column = "contracts.contract_id"
kind = "contract_no"
subject = "customer"
[slots.starts]
column = "contracts.start_date"
as = "date"
kind = "contract_detail"
subject = "customer"
[slots.seen]
column = "devices.last_position"
kind = "whereabouts"
subject = "customer"
sensitive = "whereabouts"
[slots.child]
column = "children.name"
as = "name"
kind = "name"
subject = "child"
[slots.child_nick]
column = "children.name"
as = "nickname"
kind = "nickname"
subject = "child"
[slots.child_age]
column = "children.birth_date"
as = "age"
kind = "age"
subject = "child"
[slots.habit]
values = ["怕黑", "爱哭"]
kind = "child_detail"
subject = "child"
born = "children.birth_date"
[slots.friend]
column = "related_people.name"
as = "name"
kind = "name"
subject = "related_person"
[slots.friend_phone]
column = "related_people.contact_phone"
as = "phone"
kind = "phone"
subject = "related_person"
[slots.illness]
values = ["腰椎间盘突出", "糖尿病"]
kind = "health"
subject = "customer"
sensitive = "medical_health"
[slots.debt]
mark = true
kind = "debt"
subject = "customer"
[slots.hotline]
column = "partners.hotline"
as = "phone"
kind = "hotline"
subject = "company"
[slots.ticket]
pattern = "GD-{2-9}###@%"
kind = "document_number"
[slots.days]
values = ["三", "十五"]
"""
SITUATIONS = """
[[situations]]
id = "visit"
channels = ["service_visit", "crm_remark"]
open = [
    "{name}（{phone}）在家。",
    "{nick}来电{phone}。",
    "找{nick}，住{corner}，",
    "{child}在，{habit}，",
]
middle = [
    "",
    "身份证{number}，尾号{number_end}。",
    "卡{card}（{card_end}）。",
    "{plate}，合同{contract}，{starts}起，",
    "{child_nick}{child_age}岁。",
]
close = [
    "完。",
    "工单{ticket}。",
    "打{hotline}。",
    "见{address}。",
    "停在{seen}，合同{contract}。",
]
[[situations]]
id = "call"
channels = ["call_centre", "chat", "complaint"]
weight = 2
open = [
    "{friend}（{friend_phone}）代问，",
    "客户：我是{name}\\n客服：您好\\n",
    "{born}生，",
]
middle = [
    "",
    "{illness}，{debt:欠两个月租金}，",
    "{days}天，",
]
close = [
    "已回。",
    "{plate}。",
    "再打{phone}和{phone}。",
]
"""
TEXT = SLOTS + SITUATIONS
