"""What answers of this lesson are asked when they lose points: the smallest question first."""

import torch


def clip(student):
    for x in (0.0, 2.0, -2.0):
        yield f"clip(tensor([{x}]), -1.0, 1.0)", lambda x=x: student.call("clip", torch.tensor([x]), -1.0, 1.0)
