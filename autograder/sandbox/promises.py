"""What the sandbox promises, as a list: one test per promise runs against every runner.

A promise names what student code cannot do, whatever it does. Each runner says which of them it keeps (`runners.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

from autograder.sandbox.runners import find_runner

__all__ = ["PROMISES", "Promise", "not_kept_by"]


@dataclass(frozen=True)
class Promise:
    """One promise: a short name and a sentence."""

    name: str
    sentence: str


PROMISES = (
    Promise("comes_back", "A question that student code never answers ends in TIMED_OUT."),
    Promise("survives_exit", "A process that ends, however it ends, costs the tests that needed it."),
    Promise("survives_nonsense", "A reply that is not a reply is the student's CRASHED."),
    Promise("survives_bad_cells", "A cell that ends the process when it runs is left out of the next try."),
    Promise(
        "puts_state_back",
        "What a notebook changed in the process is undone; a test that fails is also asked as it was left.",
    ),
    Promise("sends_plain_values", "A value arrives as plain data or as a handle, with no code of its own."),
    Promise("is_mute", "What student code shows while it is asked is shown to nobody."),
    Promise("bounds_memory", "One notebook cannot use more memory than its limit, in one process or in many."),
    Promise("bounds_output", "What a cell prints or shows is cut off at a limit."),
    Promise("bounds_files", "One file cannot grow over its limit."),
    Promise("bounds_time", "All that a notebook is asked, and all that is read of it, ends within its budget."),
    Promise("copies_are_alike", "Copies of a notebook's process begin alike, each with memory of its own."),
    Promise("starts_afresh", "No name, module state or file of one student is there for the next."),
    Promise("bounds_processes", "The number of processes is limited."),
    Promise("bounds_disk", "What a notebook writes is limited in bytes and in files, and gone with it."),
    Promise("hides_repository", "The repository, its suites and the gradebook cannot be read or written."),
    Promise("hides_home", "No home folder but an empty one of the child's own."),
    Promise("hides_environment", "No environment variable of the machine is seen."),
    Promise("hides_processes", "Only the child's own processes are seen or can be signalled."),
    Promise("signals_nobody", "No process but its own gets a signal from it."),
    Promise("shares_nothing", "Two students at once share no file, shared memory, queue, keyring or socket."),
    Promise("cannot_be_read", "The processes of the jail are not dumpable: no other process of their user reads them."),
    Promise("has_no_network", "No address outside can be reached, no other process be listened to."),
    Promise("has_no_rights", "An unprivileged user without capabilities, in a system mounted read-only."),
    Promise("leaves_nothing", "Every process that a notebook started dies with it."),
    Promise("holds_no_descriptor", "No descriptor but its own channel and the standard ones is open."),
    Promise("hides_the_machine", "No file says how busy the machine is, no call what others have read of its files."),
    Promise("cannot_starve_itself", "What a notebook does to get no processor stretches no limit."),
    Promise("filters_calls", "System calls for namespaces, mounts, tracing, keyrings and the like are refused."),
)


def not_kept_by(runner: str) -> tuple[Promise, ...]:
    """Return the promises that the runner of this name does not keep."""
    keeps = find_runner(runner).keeps
    return tuple(promise for promise in PROMISES if not keeps(promise.name))
