"""What a presenter tells its user, as the tests of sessions read it."""


def texts(presenter):
    """The messages on the screen, the first one first."""
    return [message.text for message in presenter.messages.shown]
