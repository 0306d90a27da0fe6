"""Circuit breaker of processing."""

from datetime import timedelta

from billhook.domain.processing_circuit import WINDOW, ProcessingCircuit
from tests.fakes import NOW


def after(*outcomes: str) -> ProcessingCircuit:
    circuit = ProcessingCircuit()
    for outcome in outcomes:
        circuit = circuit.after_fault(outcome, NOW) if outcome else circuit.after_success()
    return circuit


def test_circuit_after_five_equal_faults_pauses_for_a_minute() -> None:
    circuit = after(*["KeyError"] * 5)

    assert circuit.pause(NOW) == timedelta(minutes=1)
    assert circuit.pause(NOW + timedelta(minutes=1)) is None


def test_circuit_after_four_equal_faults_is_closed() -> None:
    assert after(*["KeyError"] * 4).pause(NOW) is None


def test_circuit_after_faults_of_several_classes_is_closed() -> None:
    assert after(*["KeyError", "ValueError"] * 10).pause(NOW) is None


def test_circuit_with_as_many_successes_as_faults_is_closed() -> None:
    assert after(*["KeyError", ""] * 10, "KeyError").pause(NOW) is None


def test_circuit_counts_the_last_documents_only() -> None:
    circuit = after("KeyError", *[""] * 40)

    assert circuit.outcomes == ("",) * WINDOW


def test_circuit_after_successes_only_is_unchanged() -> None:
    circuit = ProcessingCircuit()

    assert circuit.after_success() is circuit


def test_circuit_after_a_success_is_closed() -> None:
    assert after(*["KeyError"] * 5, "").pause(NOW) is None


def test_circuit_pauses_again_while_faults_continue() -> None:
    later = NOW + timedelta(minutes=2)

    assert after(*["KeyError"] * 5).after_fault("KeyError", later).pause(later) == timedelta(minutes=1)
