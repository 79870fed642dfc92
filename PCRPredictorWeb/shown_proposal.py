"""A proposed contour on the page: in a color of its own over what it would replace."""

from PCRPredictorLib.presenter.patient.contour_proposals import LineProposal
from PCRPredictorLib.presenter.patient.prediction_presenter import PredictionPresenter
from PCRPredictorLib.presenter.patient.state import PHASES, Phase

from .browser_case import CONTOUR_COLOR, BrowserCase
from .dashed import dashed_edge
from .linked_views import LinkedViews
from .preview import COLOR as PROPOSED_COLOR

DOUBTFUL_COLOR = (1.0, 0.45, 0.3)


class ShownProposal:
    """Copied or grown alike: what the presenter's `copy` shows, until it is undone or another contour is chosen."""

    def __init__(self, presenter: PredictionPresenter, case: BrowserCase, views: LinkedViews) -> None:
        self._presenter = presenter
        self._copy = presenter.copy
        self._case = case
        self._views = views

    @property
    def phase(self) -> Phase | None:
        """The phase whose chosen contour is the latest proposal, accepted or not; None without one."""
        proposal = self._copy.pending if self._copy.is_undecided else self._copy.accepted
        return None if proposal is None else proposal.target_phase

    @property
    def grown_phase(self) -> Phase | None:
        """The phase whose chosen contour was proposed from a line and awaits the user's word; None without one."""
        return self.phase if isinstance(self._copy.pending, LineProposal) else None

    def state(self) -> dict[str, str | bool]:
        """What the page knows of the one that awaits the user's word."""
        pending = self._copy.pending
        return {
            "proposal": pending.sentence if pending else "",
            "proposal_phase": pending.target_phase if pending else "",
            "proposal_doubtful": pending is not None and pending.is_doubtful,
            "proposal_grown": isinstance(pending, LineProposal),
            "can_correct": self._presenter.proposals.can_be_corrected,
        }

    def dashed(self) -> dict[str, str]:
        """Drawings over the views of the contour that it would replace, dashed."""
        drawn = dict.fromkeys((f"{phase}_dashed" for phase in PHASES), "")
        if self._copy.undecided is not None:
            phase, before = self._copy.undecided
            if before.segmentation and before.segment:
                segmentation = self._case.node(before.segmentation).GetSegmentation()
                drawn[f"{phase}_dashed"] = dashed_edge(self._views.view_node(phase), segmentation, before.segment)
        return drawn

    def style(self) -> None:
        """Color it as what is not decided yet, or as any contour once it is."""
        if self.phase is None:
            return
        choice = self._presenter.inputs.of(self.phase)
        color = CONTOUR_COLOR
        if self._copy.pending is not None:
            color = DOUBTFUL_COLOR if self._copy.pending.is_doubtful else PROPOSED_COLOR
        segmentation = self._case.node(str(choice.segmentation)).GetSegmentation()
        segmentation.GetSegment(choice.segment).SetColor(*color)
