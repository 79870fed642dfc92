"""Whether two images and their contours can be the arterial and the portal phase of one examination.

What speaks against it is a contradiction: it stops every door until a person has confirmed that the phases are right.
What is merely unusual is a notice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

import numpy as np

from ..errors import InputError, Notice
from ..texts import Sentence
from ..texts import sentence as _
from .dicom_time import dicom_day
from .geometry import Geometry
from .mask import Mask
from .orientation import lps_geometry, to_lps
from .phase_guess import guess_phase, names_other_phase
from .phase_image import Acquisition, PhaseImage

SECONDS_A_DAY = 86400
LONGEST_SECONDS_APART = SECONDS_A_DAY / 2
"""Beyond it, two acquisitions are two examinations; below it, midnight may lie between."""
USUAL_SECONDS_APART = 600
"""Arterial and portal venous phase follow each other within a minute or two of one injection."""
CONTRADICTIONS = (
    "different-patients",
    "different-examinations",
    "portal-before-arterial",
    "named-otherwise",
    "contour-of-other-phase",
)
ANOTHER_VOLUME, VOLUME_GONE = _("another volume"), _("a volume that is no longer there")
TITLES = {"arterial": _("arterial phase"), "portal": _("portal venous phase")}
HOW_TO_CONFIRM = _("confirm the phases where they are right (--confirm-phases)")


@dataclass(frozen=True)
class Contradiction:
    """Something that speaks against the two phases being what they were given as.

    Attributes
    ----------
    code : str
        As of a `Notice`.
    words : str
        What is wrong; ``{arterial}`` and ``{portal}`` stand for the two images.
    remedy : str
        What to do where the contradiction is right.
    """

    code: str
    words: Sentence
    remedy: str

    def sentence(self, sources: tuple[str, str] | None = None) -> str:
        """What is wrong, by the names of the images where `sources` gives them; they may name a person."""
        arterial, portal = sources or (_("the arterial image"), _("the portal image"))
        said = self.words.format(arterial=arterial, portal=portal)
        return said if sources and self.words.startswith("{") else said.capitalized()

    def notice(self) -> Notice:
        """What travels with a result once it was confirmed; names no file and no person."""
        return Notice(
            self.code,
            _("Confirmed by the user, although it speaks against it: {sentence}.").format(sentence=self.sentence()),
        )


def check_pair(
    arterial: PhaseImage,
    portal: PhaseImage,
    masks: tuple[Mask, Mask] | None = None,
    confirmed: bool = False,
    more: tuple[Contradiction, ...] = (),
    how_to_confirm: str = HOW_TO_CONFIRM,
) -> tuple[Notice, ...]:
    """Check that two images can be two phases of one patient's examination, as far as names, headers and grids tell.

    Different grids are no fault: each phase is scored on its own.

    Parameters
    ----------
    masks : tuple of Mask, optional
        The contours of both phases, as they were read.
    confirmed : bool
        Whether a person has confirmed that the phases are right; contradictions then become notices.
    more : tuple of Contradiction
        What the caller found beside.
    how_to_confirm : str
        What errors say of it.

    Returns
    -------
    tuple of Notice
        The confirmed contradictions; ``different-studies`` for two studies of one date, ``different-names`` for two
        names under one patient identifier, ``same-acquisition-time`` for two images of one moment,
        ``phases-far-apart`` for two that lie more than ten minutes apart, ``mixed-simulated`` where only one image is
        simulated.

    Raises
    ------
    InputError
        The same image was given twice; or, unless confirmed, there is a contradiction (see `header_contradictions`,
        `name_contradictions` and `grid_contradictions`).
    """
    if _same_pixels(arterial, portal):
        raise InputError(
            _("{source} and {source2} are the same image; give the arterial and the portal phase.").format(
                source=arterial.source, source2=portal.source
            )
        )
    found = header_contradictions(arterial.acquisition, portal.acquisition)
    names = image_name(arterial.acquisition, arterial.source), image_name(portal.acquisition, portal.source)
    found += name_contradictions(names)
    if masks is not None:
        found += grid_contradictions((arterial.geometry, portal.geometry), (masks[0].geometry, masks[1].geometry))
        # Only of files: what a segment is called, such as a thrombus of the portal vein, names no phase.
        files = _file_name(masks[0]), _file_name(masks[1])
        found += name_contradictions(files, "contour")
    found = tuple(dict.fromkeys((*found, *more)))
    require_confirmed(found, confirmed, (arterial.source, portal.source), how_to_confirm)
    notices = header_notices(arterial.acquisition, portal.acquisition)
    return tuple(one.notice() for one in found) + notices


def require_confirmed(
    found: Iterable[Contradiction], confirmed: bool, sources: tuple[str, str], how: str = HOW_TO_CONFIRM
) -> None:
    """Raise InputError for the first contradiction unless a person has confirmed the phases."""
    for one in found:
        if not confirmed:
            raise InputError(
                _("{sentence}; {remedy}, or {how}.").format(sentence=one.sentence(sources), remedy=one.remedy, how=how)
            )


def header_contradictions(first: Acquisition, second: Acquisition) -> tuple[Contradiction, ...]:
    """What the headers of the arterial and the portal image say against each other.

    ``different-patients`` by their identifiers, or where one has none by their names; ``different-examinations`` by
    study dates, or times more than half a day apart; ``portal-before-arterial``.
    """
    found = []
    by_name = not (first.patient_key and second.patient_key)
    keys = [one.name_key if by_name else one.patient_key for one in (first, second)]
    if _differ(*keys):
        words = _("{arterial} and {portal} are of different patients")
        found.append(Contradiction("different-patients", words, _("give two phases of one patient")))
    dates = dicom_day(first.study_date), dicom_day(second.study_date)
    remedy = _("give two phases of one examination")
    if dates[0] and dates[1] and dates[0] != dates[1]:
        words = _("{{arterial}} and {{portal}} are {days} days apart by their study dates").format(
            days=abs((dates[1] - dates[0]).days)
        )
        found.append(Contradiction("different-examinations", words, remedy))
    seconds = _seconds_between(first.acquisition_time, second.acquisition_time)
    if seconds is not None and abs(seconds) > LONGEST_SECONDS_APART:
        words = _("{{arterial}} and {{portal}} were acquired {hours:.0f} hours apart").format(hours=abs(seconds) / 3600)
        found.append(Contradiction("different-examinations", words, remedy))
    elif seconds is not None and seconds < 0:
        words = _(
            "{{portal}}, given as portal phase, was acquired {seconds:.0f} s before {{arterial}}, "
            "given as arterial phase"
        ).format(seconds=-seconds)
        found.append(Contradiction("portal-before-arterial", words, _("exchange the two")))
    return tuple(found)


def name_contradictions(names: tuple[str, str], what: str = "image") -> tuple[Contradiction, ...]:
    """``named-otherwise`` where the name of an image, or of a contour, names the other phase, or none of the two.

    Parameters
    ----------
    names : tuple of str
        Of the arterial and the portal phase: series descriptions, or names of files or nodes; empty where unknown.
    what : {"image", "contour"}
        Whose names they are. Only an image's name can say that it is of another phase, such as a delayed one.
    """
    found = []
    if what == "contour" and names[0] == names[1]:
        return ()  # one file with the contours of both phases
    for phase, name in zip(TITLES, names, strict=True):
        named = guess_phase(name)
        image = f"{{{phase}}}"
        given = image if what == "image" else _("the contour of {image}").format(image=image)
        if named is not None and named != phase:
            words = _("{given}, given as {phase}, has a name of the {named}").format(
                given=given, phase=TITLES[phase], named=TITLES[named]
            )
        elif what == "image" and names_other_phase(name):
            words = _("{given}, given as {phase}, has a name of a late phase or of none with contrast").format(
                given=given, phase=TITLES[phase]
            )
        else:
            continue
        found.append(Contradiction("named-otherwise", words, _("give the right one or exchange the two")))
    return tuple(found)


def grid_contradictions(
    images: tuple[Geometry, Geometry], masks: tuple[Geometry, Geometry]
) -> tuple[Contradiction, ...]:
    """``contour-of-other-phase`` where a contour lies on the grid of the other phase's image and not of its own."""
    found = []
    # a grid is the same one whatever order its axes are stored in
    first, second, first_mask, second_mask = (lps_geometry(grid) for grid in (*images, *masks))
    for phase, other, mask, own, foreign in (
        ("arterial", "portal", first_mask, first, second),
        ("portal", "arterial", second_mask, second, first),
    ):
        if mask.same_grid(foreign) and not mask.same_grid(own):
            found.append(drawn_on_other(phase, f"{{{other}}}"))
    return tuple(found)


def drawn_on_other(phase: str, other: str) -> Contradiction:
    """The contour of `phase` was drawn on `other`, and not on the image of that phase."""
    words = _("the contour given for the {phase} was drawn on {other}").format(phase=TITLES[phase], other=other)
    return Contradiction(
        "contour-of-other-phase", words, _("give the contour drawn on the {phase}").format(phase=TITLES[phase])
    )


def header_notices(first: Acquisition, second: Acquisition) -> tuple[Notice, ...]:
    """What is unusual about the two headers, as `check_pair` lists it; names the phases only."""
    notices: list[Notice] = []
    if _differ(first.study_key, second.study_key):
        notices.append(
            Notice(
                "different-studies", _("The two phases come from different studies; check that they belong together.")
            )
        )
    if first.patient_key and second.patient_key and _differ(first.name_key, second.name_key):
        notices.append(
            Notice(
                "different-names",
                _("The two phases have one patient identifier and two names; check that they are of one patient."),
            )
        )
    seconds = _seconds_between(first.acquisition_time, second.acquisition_time)
    if seconds is not None and USUAL_SECONDS_APART < seconds <= LONGEST_SECONDS_APART:
        notices.append(
            Notice(
                "phases-far-apart",
                _(
                    "The two phases were acquired {minutes:.0f} minutes apart; arterial and portal venous "
                    "phase of one injection follow each other within two, so check that they belong together."
                ).format(minutes=seconds / 60),
            )
        )
    if seconds == 0:
        notices.append(
            Notice(
                "same-acquisition-time",
                _(
                    "The two phases were acquired at the same time by their headers; check that they are two "
                    "phases, not two reconstructions of one."
                ),
            )
        )
    if first.simulated != second.simulated:
        simulated, other = (_("arterial"), _("portal"))[:: 1 if first.simulated else -1]
        notices.append(
            Notice(
                "mixed-simulated",
                _("Only the {simulated} phase is marked as simulated; the {other} phase is not.").format(
                    simulated=simulated, other=other
                ),
            )
        )
    return tuple(notices)


def image_name(acquisition: Acquisition, source: str) -> str:
    """What names the phase of an image: its series description, else its file or node; empty where none does."""
    described, called = acquisition.series_description or "", PurePath(source).name
    if guess_phase(described) or names_other_phase(described):
        return described
    # Words for late phases are common in the names of files and folders that mean none.
    return called if guess_phase(called) else ""


def _file_name(mask: Mask) -> str:
    return PurePath(mask.source).name if mask.content_hash else ""


def _same_pixels(arterial: PhaseImage, portal: PhaseImage) -> bool:
    if arterial.content_hash and arterial.content_hash == portal.content_hash:
        return True
    one, other = to_lps(arterial).array, to_lps(portal).array
    equal_nan = _may_hold_nan(arterial, portal)
    # Plane by plane, and no further than the first that differs: this is asked at each stroke.
    return one.shape == other.shape and all(
        np.array_equal(plane, beside, equal_nan=equal_nan) for plane, beside in zip(one, other, strict=True)
    )


def _may_hold_nan(*images: PhaseImage) -> bool:
    return all(np.issubdtype(image.array.dtype, np.floating) for image in images)


def _differ(first: str | None, second: str | None) -> bool:
    """Whether both are known and not the same."""
    return bool(first and second and first != second)


def _seconds_between(first: str | None, second: str | None) -> float | None:
    """Seconds from one acquisition to another; None where a time is unknown or only one of them has a date.

    Two times without a date are taken to lie within half a day of each other, since midnight may lie between.
    """
    for pattern in ("%Y-%m-%dT%H:%M:%S", "%H:%M:%S"):
        try:
            seconds = (
                datetime.strptime(second or "", pattern) - datetime.strptime(first or "", pattern)
            ).total_seconds()
        except ValueError:
            continue
        if "%Y" in pattern:
            return seconds
        return (seconds + LONGEST_SECONDS_APART) % SECONDS_A_DAY - LONGEST_SECONDS_APART
    return None
