"""A dataclass with postponed annotations, saved and read again. / dataclass 与保存读取。"""
# lesson: lesson09
# notebook: gates

# %% step
from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Neuron:
    w: torch.Tensor

    def __call__(self, X: torch.Tensor) -> torch.Tensor:
        return step(X @ self.w)


def step(z: torch.Tensor) -> torch.Tensor:
    return (z >= 0).float()

# %% or_gate
w_or = torch.tensor([-1.0, 2.0, 2.0])
torch.save(Neuron(w_or), "neuron.pt")
OR = torch.load("neuron.pt", weights_only=False)
