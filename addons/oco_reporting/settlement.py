"""What a subsidy is determined at, and what that does to advances and reserve.

Plain arithmetic in cents. It proposes: the payer determines (Awb 4:46), in accordance
with the grant unless the activities did not take place or not wholly, and settles
advances with what was determined (Awb 4:52, 4:95). The workbook works the same out
with formulas; its check sheet compares the two.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ACTUAL_COST = "actual_cost"
PERFORMANCE = "performance"
FIXED = "fixed"
# Of a part of its period a grant is not determined: that is done once, of all of it.
PART = "part"


@dataclass(frozen=True)
class Result:
    """A performance: its part of the grant, what was agreed and what was realised.

    `realised` is None as long as nobody knows.
    """

    part: Decimal
    agreed: Decimal
    realised: Decimal | None


@dataclass(frozen=True)
class Costs:
    """Euros over the period.

    `own` is what the decision asks the recipient to bear itself.
    """

    eligible: Decimal
    other_income: Decimal = Decimal()
    own: Decimal = Decimal()

    @property
    def net(self) -> Decimal:
        """What is left for the subsidy."""
        return self.eligible - self.other_income - self.own


@dataclass(frozen=True)
class Reserve:
    """The equalisation reserve (Awb 4:72) at the start; `cap` None: without a limit."""

    opening: Decimal
    cap: Decimal | None = None


@dataclass(frozen=True)
class Settlement:
    """What follows from a determination, in euros.

    `addition` and `withdrawal` change the reserve to `closing`; `over_cap` is the part
    of that above what the grant allows.
    """

    determined: Decimal
    to_receive: Decimal
    to_repay: Decimal
    addition: Decimal = Decimal()
    withdrawal: Decimal = Decimal()
    closing: Decimal = Decimal()
    over_cap: Decimal = Decimal()


def cents(amount: Decimal) -> Decimal:
    """Half a cent goes up, as people and spreadsheets round."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def realisation(result: Result) -> Decimal | None:
    """The share of what was agreed, at most all of it.

    Nothing agreed is wholly done: there is nothing to fall short of.
    """
    if not result.agreed:
        return Decimal(1)
    if result.realised is None:
        return None
    return min(Decimal(1), result.realised / result.agreed)


def determined(
    mode: str, granted: Decimal, costs: Costs, results: Sequence[Result]
) -> Decimal | None:
    """What the subsidy would be determined at; None when that cannot be known.

    Nor is it of a part of the period of the grant: costs and advances are of all of it.

    - actual cost: what was spent and not paid otherwise, at most the grant;
    - performance: of each performance its part of the grant, times the realisation;
    - fixed: the grant.
    """
    if mode == PART:
        return None
    if mode == FIXED:
        return granted
    if mode == ACTUAL_COST:
        return max(Decimal(), min(granted, cents(costs.net)))
    shares = [realisation(result) for result in results]
    if not results or None in shares:
        return None
    return sum(
        (
            cents(result.part * share)
            for result, share in zip(results, shares, strict=True)
        ),
        Decimal(),
    )


def parts(granted: Decimal, amounts: Sequence[Decimal]) -> list[Decimal]:
    """The part of the grant that each performance stands for.

    As the grant says; where it does not say so, in equal parts with the cents that
    remain in the last.
    """
    if not amounts or any(amounts):
        return list(amounts)
    equal = cents(granted / len(amounts))
    return [equal] * (len(amounts) - 1) + [granted - equal * (len(amounts) - 1)]


def settle(
    amount: Decimal, advances: Decimal, costs: Costs, reserve: Reserve | None = None
) -> Settlement:
    """What is still to pay, and the reserve when the grant prescribes one.

    What was determined and not spent is added; what was spent above it is taken out,
    as far as the reserve goes.
    """
    balance = amount - advances
    settlement = {
        "determined": amount,
        "to_receive": max(balance, Decimal()),
        "to_repay": max(-balance, Decimal()),
    }
    if not reserve:
        return Settlement(**settlement)
    difference = amount - cents(costs.net)
    addition = max(difference, Decimal())
    withdrawal = min(max(-difference, Decimal()), reserve.opening)
    closing = reserve.opening + addition - withdrawal
    over = Decimal() if reserve.cap is None else max(closing - reserve.cap, Decimal())
    return Settlement(
        **settlement,
        addition=addition,
        withdrawal=withdrawal,
        closing=closing,
        over_cap=over,
    )
