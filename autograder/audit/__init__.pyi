from .atlas import Atlas, Diagnosis, atlas_path, load_atlas, save_atlas
from .bank import Answer, AnswerCell, build_submission, load_bank, parse_answer, reference_submission
from .mixtures import Mixture, PageFindings, draw_mutants, draw_pairs, grade_mixtures, mix
from .mutants import Mutant, make_mutants
from .naming import Counterexample, KnownBehaviour, Signs
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
    "Mixture",
    "Mutant",
    "PageFindings",
    "Sheet",
    "Signs",
    "atlas_path",
    "audit_lesson",
    "build_submission",
    "draw_mutants",
    "draw_pairs",
    "format_sheet",
    "grade_mixtures",
    "hand_in_samples",
    "load_atlas",
    "load_bank",
    "load_equivalents",
    "load_swaps",
    "make_mutants",
    "mix",
    "parse_answer",
    "reference_submission",
    "run_audit",
    "save_atlas",
]
