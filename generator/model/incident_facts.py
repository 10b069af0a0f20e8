"""Words of fixed sets that say what an incident is in the eyes of a law: the risk, our roles, and categories of data."""

from enum import StrEnum


class Risk(StrEnum):
    """How likely it is that people are harmed, as we judge it; the least first."""

    UNLIKELY = "unlikely"
    LIKELY = "likely"
    HIGH = "high"


class Role(StrEnum):
    """What we are in the eyes of laws that ask for notices."""

    CONTROLLER = "controller"
    PROCESSOR = "processor"
    COVERED_ENTITY = "covered-entity"
    BUSINESS_ASSOCIATE = "business-associate"
    TELECOMS_PROVIDER = "telecoms-provider"
    TRUST_SERVICE_PROVIDER = "trust-service-provider"
    CREDIT_INSTITUTION = "credit-institution"
    CENTRAL_COUNTERPARTY = "central-counterparty"
    TRADING_VENUE = "trading-venue"
    ESSENTIAL_OR_IMPORTANT_ENTITY = "essential-or-important-entity"
    SUPERVISED_BY_NYDFS = "supervised-by-nydfs"
    CREDIT_BUREAU = "credit-bureau"


class Category(StrEnum):
    """Categories of data by which laws decide whom to tell and what to offer."""

    CONTACT = "contact"
    BIRTH_DATE = "birth-date"
    SOCIAL_SECURITY_NUMBER = "social-security-number"
    IDENTITY_NUMBER = "identity-number"
    FINANCIAL_ACCOUNT = "financial-account"
    PAYMENT_CARD = "payment-card"
    CREDENTIALS = "credentials"
    HEALTH = "health"
    HEALTH_INSURANCE = "health-insurance"
    BIOMETRIC = "biometric"
    GENETIC = "genetic"
    LOCATION = "location"
    COMMUNICATIONS = "communications"
    EMPLOYMENT = "employment"
    SENSITIVE = "sensitive"
    CHILDREN = "children"
