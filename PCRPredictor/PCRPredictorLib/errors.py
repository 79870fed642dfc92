"""What the library says when something is wrong, or worth knowing."""

from dataclasses import dataclass


class InputError(ValueError):
    """Bad input: one sentence that says what is wrong, where, and what to do next.

    Every door shows the sentence as it stands; the command line adds exit code 2.
    """

    @property
    def sentence(self) -> str:
        """What is said, as it was given: ``str`` of the error would forget what it was made of."""
        return self.args[0] if self.args and isinstance(self.args[0], str) else str(self)


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning that travels with a result.

    Attributes
    ----------
    code : str
        Stable kebab-case identifier, for programs (``"roi-touches-border"``).
    message : str
        One sentence for a person, with the numbers that led to it. It is written into reports that leave the house:
        it tells files without their folders, which are often named after people, and no patient's name.
    """

    code: str
    message: str

    def as_json(self) -> dict[str, str]:
        return {"code": self.code, "message": self.message}
