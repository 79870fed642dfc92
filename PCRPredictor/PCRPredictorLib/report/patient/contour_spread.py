"""What the report says of the probability under perturbed contours."""

from html import escape

from ...models.contour_spread import ContourSpread
from ..drawing.page import facts, section
from ..drawing.wording import probability_text


def spread_in_short(spread: ContourSpread) -> str:
    """One line for the head of the report."""
    low, _, high = spread.percentiles
    shown = f"{probability_text(low)} to {probability_text(high)} (5th to 95th percentile)"
    return shown if spread.same_side_share is None else f"{shown}, {_side(spread.same_side_share)}"


def spread_section(spread: ContourSpread | None) -> str:
    """The block on contour stability; empty where none was measured."""
    if spread is None:
        return ""
    low, middle, high = spread.percentiles
    pairs = [
        ("Spread of the probability", f"{probability_text(low)} to {probability_text(high)} (5th to 95th percentile)"),
        ("Median, range", f"{probability_text(middle)}, {_range(spread)}"),
        ("Standard deviation", f"{spread.standard_deviation:.4f}"),
        ("Class", "none, so no side" if spread.same_side_share is None else _side(spread.same_side_share)),
        ("Contours", f"{len(spread.probabilities)} of {spread.perturbations} pairs could be scored"),
        ("How they were drawn", _settings(spread)),
    ]
    return section(
        "If the contours were drawn a little differently",
        facts(pairs),
        f'<p class="note">{escape(spread.note)}</p>',
        key="contour-spread",
    )


def _side(share: float) -> str:
    return f"{100 * share:.0f} % on the same side of the cut-off"


def _range(spread: ContourSpread) -> str:
    return f"{probability_text(min(spread.probabilities))} to {probability_text(max(spread.probabilities))}"


def _settings(spread: ContourSpread) -> str:
    settings = spread.settings
    planes = {phase: "in plane" if flat else "in 3-D" for phase, flat in settings["in_plane"].items()}
    moved = ", ".join(f"{phase} {how}" for phase, how in planes.items())
    together = "both phases alike" if settings["phases_together"] else "each phase on its own"
    return (
        f"boundary displaced with a standard deviation of {settings['deviation_mm']:g} mm and a correlation length of "
        f"{settings['correlation_mm']:g} mm; {moved}; {together}; seed {settings['seed']}"
    )
