from .atlas import Atlas, Diagnosis, atlas_path, load_atlas, save_atlas
from .bank import Answer, AnswerCell, build_submission, load_bank, parse_answer, reference_submission, sample_class
from .mutants import Mutant, make_mutants
from .naming import Counterexample, Known
from .trials import Sheet, audit_lesson, format_sheet, report_paths, sheet_json

__all__ = [
    "Answer",
    "AnswerCell",
    "Atlas",
    "Counterexample",
    "Diagnosis",
    "Known",
    "Mutant",
    "Sheet",
    "atlas_path",
    "audit_lesson",
    "build_submission",
    "format_sheet",
    "load_atlas",
    "load_bank",
    "make_mutants",
    "parse_answer",
    "reference_submission",
    "report_paths",
    "sample_class",
    "save_atlas",
    "sheet_json",
]
