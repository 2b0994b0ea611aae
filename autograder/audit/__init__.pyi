from .atlas import Atlas, Diagnosis, atlas_path, load_atlas, save_atlas
from .bank import Answer, AnswerCell, build_submission, load_bank, parse_answer, reference_submission
from .mutants import Mutant, make_mutants
from .naming import Counterexample, KnownBehaviour, Signs
from .pairs import Pair, PairFindings, draw_pairs, measure_pairs
from .run import audit_lesson, run_audit
from .samples import hand_in_samples
from .settings import load_equivalents, load_swaps
from .sheet import Sheet, format_sheet

__all__ = [
    "Answer",
    "AnswerCell",
    "Atlas",
    "Counterexample",
    "Diagnosis",
    "KnownBehaviour",
    "Mutant",
    "Pair",
    "PairFindings",
    "Sheet",
    "Signs",
    "atlas_path",
    "audit_lesson",
    "build_submission",
    "draw_pairs",
    "format_sheet",
    "hand_in_samples",
    "load_atlas",
    "load_bank",
    "load_equivalents",
    "load_swaps",
    "make_mutants",
    "measure_pairs",
    "parse_answer",
    "reference_submission",
    "run_audit",
    "save_atlas",
]
