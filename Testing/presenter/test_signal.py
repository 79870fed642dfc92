import pytest
from PCRPredictorLib.presenter.signal import Signal


def test_listeners_hear_values_in_order_and_once():
    heard = []
    signal = Signal()

    def first(*values):
        heard.append(("first", *values))

    signal.connect(first)
    signal.connect(lambda *values: heard.append(("second", *values)))
    signal.connect(first)
    signal.emit(1, "a")
    assert heard == [("first", 1, "a"), ("second", 1, "a")]
    signal.disconnect(first)
    signal.disconnect(first)
    signal.emit()
    assert heard[2:] == [("second",)]


def test_a_listener_disconnected_while_emitting_is_not_called():
    heard = []
    signal = Signal()

    def second():
        heard.append("second")

    def first():
        heard.append("first")
        signal.disconnect(second)
        signal.disconnect(first)

    signal.connect(first)
    signal.connect(second)
    signal.emit()
    signal.emit()
    assert heard == ["first"]


def test_it_tells_whether_a_listener_may_still_not_know():
    heard = []
    signal = Signal()

    def again():
        if len(heard) == 1:
            signal.emit()

    def fail():
        raise ValueError("told")

    signal.connect(lambda: heard.append(signal.is_emitting))
    signal.connect(again)
    signal.emit()
    assert heard == [True, True]
    assert not signal.is_emitting
    signal.connect(fail)
    with pytest.raises(ValueError, match="told"):
        signal.emit()
    assert not signal.is_emitting
