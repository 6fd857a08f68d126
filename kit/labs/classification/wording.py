"""Which explanations there are: combinations that have words of their own in the catalogue."""

# Names and contact details called public: the mistake of a page that circulates among agents.
PUBLIC_MYTH_NAMED = frozenset({"direct_identifier", "contact"})
PUBLIC_MYTH_CHOSEN = frozenset({"published_reference", "company_information"})
PUBLIC_MYTH_ARTICLES = ("PIPL-4", "PIPL-25")

# Traps with an explanation of their own for a reason, beside the one for the reason in general.
TRAPPED = frozenset(
    {
        ("over", "aggregate_statistics", "aggregate"),
        ("over", "company_information", "looks_personal"),
        ("over", "internal_process", "free_text"),
        ("over", "internal_process", "looks_personal"),
        ("over", "product_or_stock", "code"),
        ("over", "product_or_stock", "free_text"),
        ("over", "product_or_stock", "looks_personal"),
        ("over", "published_reference", "looks_personal"),
        ("over", "system_code", "looks_personal"),
        ("under", "biometric", "looks_harmless"),
        ("under", "direct_identifier", "looks_harmless"),
        ("under", "financial_account", "employee"),
        ("under", "financial_account", "looks_harmless"),
        ("under", "financial_account", "third_party"),
        ("under", "health", "employee"),
        ("under", "health", "free_text"),
        ("under", "health", "looks_harmless"),
        ("under", "health", "third_party"),
        ("under", "linked_to_person", "code"),
        ("under", "linked_to_person", "looks_harmless"),
        ("under", "minor_under_14", "code"),
        ("under", "minor_under_14", "looks_harmless"),
        ("under", "online_identifier", "looks_harmless"),
        ("under", "pseudonymised", "code"),
        ("under", "quasi_identifier", "looks_harmless"),
        ("under", "religion", "looks_harmless"),
        ("under", "specific_identity", "looks_harmless"),
        ("under", "specific_identity", "third_party"),
        ("under", "transaction_of_person", "code"),
        ("under", "transaction_of_person", "looks_harmless"),
        ("under", "whereabouts", "employee"),
        ("under", "whereabouts", "looks_harmless"),
    }
)

# (right reason, chosen reason): confusions that deserve a word of their own.
MIXED_UP = frozenset(
    {
        ("third_party", "contact"),
        ("third_party", "direct_identifier"),
        ("third_party", "linked_to_person"),
        ("employee", "contact"),
        ("employee", "direct_identifier"),
        ("minor_under_14", "health"),
        ("minor_under_14", "whereabouts"),
        ("quasi_identifier", "direct_identifier"),
        ("direct_identifier", "quasi_identifier"),
        ("direct_identifier", "contact"),
        ("contact", "direct_identifier"),
        ("pseudonymised", "direct_identifier"),
        ("pseudonymised", "quasi_identifier"),
        ("transaction_of_person", "linked_to_person"),
        ("transaction_of_person", "preference_profile"),
        ("online_identifier", "contact"),
        ("online_identifier", "pseudonymised"),
        ("free_text_mixed", "linked_to_person"),
        ("system_code", "product_or_stock"),
        ("system_code", "internal_process"),
        ("product_or_stock", "company_information"),
        ("company_information", "published_reference"),
        ("published_reference", "company_information"),
        ("aggregate_statistics", "company_information"),
        ("internal_process", "system_code"),
        ("financial_account", "specific_identity"),
        ("specific_identity", "biometric"),
        ("biometric", "specific_identity"),
        ("health", "minor_under_14"),
    }
)
