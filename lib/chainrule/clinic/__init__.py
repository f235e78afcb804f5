"""A clinic for networks: recipes as plain data, readings of what they train to, patients, doctors and judges. Notebook 13."""

from chainrule.clinic._patients import LETTERS, patient, ward
from chainrule.clinic.checkup import readings
from chainrule.clinic.doctors import machine_doctor
from chainrule.clinic.illnesses import ILLNESSES, case
from chainrule.clinic.judges import contest, count, held_out, opinion, treated, visits
from chainrule.clinic.recipes import HEALTHY, multiply_adds

__all__ = [
    "HEALTHY",
    "ILLNESSES",
    "LETTERS",
    "case",
    "contest",
    "count",
    "held_out",
    "machine_doctor",
    "multiply_adds",
    "opinion",
    "patient",
    "readings",
    "treated",
    "visits",
    "ward",
]
