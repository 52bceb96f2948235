"""The lists of codes, and which attribute takes its code from which.

A code outside a complete list is an error. To some lists IATI adds at any time, or says itself that they are not
complete: a code outside these is a warning.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aidtrack.formats.iati.element import Place

DEFAULT_VOCABULARY = "1"

TABLE = """
9.2.1 @budget-not-provided BudgetNotProvided
9.3.1 @default-currency Currency
9.4.1 activity-date/@type ActivityDateType
9.5.1 activity-status/@code ActivityStatus
9.6.1 activity-scope/@code ActivityScope
9.7.1 budget/@status BudgetStatus
9.8.1 budget/@type BudgetType
9.9.1 budget/value/@currency Currency
9.10.1 collaboration-type/@code CollaborationType
9.11.1 conditions/condition/@type ConditionType
9.12.1 contact-info/@type ContactType
9.13.1 country-budget-items/@vocabulary BudgetIdentifierVocabulary
9.14.1 country-budget-items/budget-item/@code BudgetIdentifier ../@vocabulary=1
9.16.1 crs-add/channel-code/text() CRSChannelCode
9.17.1 crs-add/other-flags/@code CRSAddOtherFlags
9.18.1 crs-add/loan-status/@currency Currency
9.19.1 crs-add/loan-terms/repayment-plan/@code LoanRepaymentPeriod
9.20.1 crs-add/loan-terms/repayment-type/@code LoanRepaymentType
9.21.1 default-aid-type/@code AidType @vocabulary=1
9.22.1 default-aid-type/@vocabulary AidTypeVocabulary
9.23.1 default-finance-type/@code FinanceType
9.24.1 default-flow-type/@code FlowType
9.25.1 default-tied-status/@code TiedStatus
9.26.1 description/@type DescriptionType
9.28.1 document-link/category/@code DocumentCategory
9.29.1 document-link/language/@code Language
9.30.1 fss/forecast/@currency Currency
9.31.1 humanitarian-scope/@type HumanitarianScopeType
9.32.1 humanitarian-scope/@vocabulary HumanitarianScopeVocabulary
9.33.1 location/administrative/@vocabulary GeographicVocabulary
9.117.1 location/administrative/@code Country @vocabulary=A4
9.34.1 location/feature-designation/@code LocationType
9.35.1 location/location-class/@code GeographicLocationClass
9.36.1 location/location-id/@vocabulary GeographicVocabulary
9.37.1 location/location-reach/@code GeographicLocationReach
9.38.1 location/exactness/@code GeographicExactness
9.39.1 other-identifier/@type OtherIdentifierType
9.40.1 participating-org/@crs-channel-code CRSChannelCode
9.41.1 participating-org/@role OrganisationRole
9.42.1 participating-org/@type OrganisationType
9.43.1 planned-disbursement/@type BudgetType
9.44.1 planned-disbursement/provider-org/@type OrganisationType
9.45.1 planned-disbursement/receiver-org/@type OrganisationType
9.46.1 planned-disbursement/value/@currency Currency
9.47.1 policy-marker/@code PolicyMarker @vocabulary=1
9.48.1 policy-marker/@significance PolicySignificance
9.49.1 policy-marker/@vocabulary PolicyMarkerVocabulary
9.50.1 recipient-country/@code Country
9.51.1 recipient-region/@code Region @vocabulary=1
9.52.1 recipient-region/@vocabulary RegionVocabulary
9.53.1 related-activity/@type RelatedActivityType
9.54.1 reporting-org/@type OrganisationType
9.55.1 result/@type ResultType
9.58.1 result/document-link/category/@code DocumentCategory
9.59.1 result/document-link/language/@code Language
9.60.1 result/indicator/@measure IndicatorMeasure
9.62.1 result/indicator/baseline/document-link/category/@code DocumentCategory
9.63.1 result/indicator/baseline/document-link/language/@code Language
9.66.1 result/indicator/document-link/category/@code DocumentCategory
9.67.1 result/indicator/document-link/language/@code Language
9.69.1 result/indicator/period/actual/document-link/category/@code DocumentCategory
9.70.1 result/indicator/period/actual/document-link/language/@code Language
9.72.1 result/indicator/period/target/document-link/category/@code DocumentCategory
9.73.1 result/indicator/period/target/document-link/language/@code Language
9.74.1 result/indicator/reference/@vocabulary IndicatorVocabulary
9.75.1 result/reference/@vocabulary ResultVocabulary
9.76.1 sector/@code Sector @vocabulary=1
9.77.1 sector/@code SectorCategory @vocabulary=2
9.78.1 sector/@vocabulary SectorVocabulary
9.79.1 tag/@vocabulary TagVocabulary
9.80.1 transaction/aid-type/@code AidType @vocabulary=1
9.81.1 transaction/aid-type/@vocabulary AidTypeVocabulary
9.82.1 transaction/disbursement-channel/@code DisbursementChannel
9.83.1 transaction/finance-type/@code FinanceType
9.84.1 transaction/flow-type/@code FlowType
9.85.1 transaction/recipient-country/@code Country
9.86.1 transaction/recipient-region/@code Region @vocabulary=1
9.87.1 transaction/recipient-region/@vocabulary RegionVocabulary
9.88.1 transaction/provider-org/@type OrganisationType
9.89.1 transaction/receiver-org/@type OrganisationType
9.90.1 transaction/sector/@code Sector @vocabulary=1
9.124.1 transaction/sector/@code SectorCategory @vocabulary=2
9.91.1 transaction/sector/@vocabulary SectorVocabulary
9.92.1 transaction/tied-status/@code TiedStatus
9.93.1 transaction/transaction-type/@code TransactionType
9.94.1 transaction/value/@currency Currency
"""
"""The numbers are those of IATI's own rules of codelists.

Left out are the lists of file formats, which are IANA's, and the types of descriptions that the schema gives none.
"""

LANGUAGE_RULE = "9.95.1"


@dataclass(frozen=True, slots=True)
class Codelist:
    """A list of IATI's; `open` says that a code outside it may be right all the same."""

    name: str
    codes: frozenset[str]
    open: bool


@dataclass(frozen=True, slots=True)
class Coded:
    """An attribute whose codes are those of a list, if its vocabulary is the one that the list is of."""

    rule: str
    path: str
    codelist: str
    attribute: str = ""
    vocabulary: str = ""

    def applies(self, element: Place) -> bool:
        """Tell whether the code of this element is of the list."""
        if not self.attribute:
            return True
        holder = element.getparent() if self.attribute.startswith("../") else element
        said = holder.get(self.attribute.rpartition("@")[2]) if holder is not None else None
        return (said or DEFAULT_VOCABULARY) == self.vocabulary


def _coded(line: str) -> Coded:
    rule, path, codelist, *condition = line.split()
    attribute, _, vocabulary = "".join(condition).partition("=")
    return Coded(rule, path, codelist, attribute, vocabulary)


ROWS = tuple(map(_coded, TABLE.split("\n")[1:-1]))


def _by_path() -> dict[str, tuple[Coded, ...]]:
    found: dict[str, tuple[Coded, ...]] = {}
    for each in ROWS:
        found[each.path] = (*found.get(each.path, ()), each)
    return found


CODED = _by_path()


@cache
def _lists() -> dict[str, Codelist]:
    said = json.loads((Path(__file__).parent / "data" / "codelists.json").read_text(encoding="utf-8"))
    del said["licence"]
    return {
        name: Codelist(name, frozenset(each["codes"].split()), each["open"]) for name, each in said.items()
    }


def codelist(name: str) -> Codelist:
    """Find a list by the name that IATI gives it."""
    return _lists()[name]
