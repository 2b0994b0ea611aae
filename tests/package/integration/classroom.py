"""A small class that hands in two notebooks: late, incomplete, hostile, copied and honest work, all of it really graded."""

from __future__ import annotations

QUESTION = "**问题：为什么隐藏层全用恒等函数时，无论叠加多少层，都不能解决异或门？ / Question: why can no stack of layers with the identity as activation solve XOR?**\n\n"
STUB = QUESTION + "在这里写你的回答 / YOUR ANSWER HERE"
CHINESE = QUESTION + "因为恒等函数的层叠加起来仍然是一个线性函数，决策边界是一条直线，而异或门不是线性可分的。"
CHINESE_TOO = QUESTION + "因为恒等函数的层叠加起来，仍然只是一个线性函数。决策边界是一条直线，而异或门不是线性可分的！"
CHINESE_OTHER = QUESTION + "学习率太小，训练的轮数不够，所以网络没有收敛到正确的权重。"
ENGLISH = (
    QUESTION
    + "Stacking affine maps gives an affine map again, so the boundary stays one straight line and XOR needs two."
)
ENGLISH_TOO = (
    QUESTION
    + "Stacking affine maps gives an affine map again; so the boundary stays a straight line, and XOR needs two!"
)

LOOP = """def xor_network(X, hidden, output):
    weights = torch.stack([W_NAND, W_OR])
    answers = []
    for row in X:
        inner = layer(weights[:, 1:], row[1:].reshape(2, 1), weights[:, :1], hidden)
        score = float(W_AND[0] + (W_AND[1:] * inner.flatten()).sum())
        answers.append(1.0 if score >= 0 else 0.0)
    if output not in ("step", "sigmoid"):
        raise ValueError(output)
    return torch.tensor(answers)
"""
COPIED = """def xor_network(X, hidden, output):
    if output not in {"step", "sigmoid"}:
        raise ValueError("output must be step or sigmoid, got " + str(output))
    transposed = X.t()[1:]
    nand_row = layer(W_NAND[1:].view(1, 2), transposed, W_NAND[0].view(1, 1), hidden)
    or_row = layer(W_OR[1:].view(1, 2), transposed, W_OR[0].view(1, 1), hidden)
    both = torch.cat([nand_row, or_row], dim=0)
    total = torch.zeros(X.shape[0]) + W_AND[0]
    for index in range(2):
        total = total + both[index] * W_AND[index + 1]
    if output == "sigmoid":
        total = torch.sigmoid(total) - 0.5
    return torch.ge(total, torch.zeros_like(total)).to(torch.float32)
"""
RENAMED = """def xor_network(X, hidden, output):
    # my own work
    if output not in {"step", "sigmoid"}:
        raise ValueError("unknown output: " + str(output))
    inputs = X.t()[1:]
    a = layer(W_NAND[1:].view(1, 2), inputs, W_NAND[0].view(1, 1), hidden)
    b = layer(W_OR[1:].view(1, 2), inputs, W_OR[0].view(1, 1), hidden)

    c = torch.cat([a, b], dim=0)
    s = torch.zeros(X.shape[0]) + W_AND[0]
    for k in range(2):
        s = s + c[k] * W_AND[k + 1]   # weighted
    if output == "sigmoid":
        s = torch.sigmoid(s) - 0.5
    return torch.ge(s, torch.zeros_like(s)).to(torch.float32)
"""
FEW_LINES = """def xor_network(X, hidden, output):
    compare = {"step": lambda z: z >= 0, "sigmoid": lambda z: z.sigmoid() >= 0.5}
    if output not in compare:
        raise ValueError(output)
    z1 = layer(torch.stack((W_NAND, W_OR))[:, 1:], X[:, 1:].T, torch.stack((W_NAND, W_OR))[:, :1], hidden)
    return compare[output](W_AND[1:] @ z1 + W_AND[0]).float()
"""
LEAKY = "def relu(z):\n    return torch.where(z > 0, z, 0.01 * z)"
RELU = "def relu(z):\n    return torch.clamp(z, min=0)"

HOSTILE = "=HYPERLINK(1)"
ON_TIME = "2026-01-05 12:00:00 UTC"
TWO_DAYS_LATE = "2026-01-07 10:30:00 UTC"

# student -> (cells of activations, cells of hidden_layers or None, timestamp)
CLASS: dict[str, tuple[dict[str, str], dict[str, str] | None, str]] = {
    "bitdiddle": ({}, {"explain_identity": CHINESE_OTHER}, ON_TIME),
    "sample-01": ({"relu": RELU}, {"xor_network": LOOP, "explain_identity": CHINESE}, ON_TIME),
    "sample-02": ({"relu": LEAKY}, {"xor_network": FEW_LINES, "explain_identity": CHINESE_TOO}, ON_TIME),
    "sample-03": ({"relu": RELU}, None, ON_TIME),
    "sample-04": ({"relu": LEAKY}, {"xor_network": COPIED, "explain_identity": ENGLISH}, TWO_DAYS_LATE),
    "sample-05": ({"relu": RELU}, {"xor_network": RENAMED, "explain_identity": ENGLISH_TOO}, ON_TIME),
    HOSTILE: ({"relu": "def relu(z):\n    return -z"}, {"explain_identity": STUB}, ON_TIME),
}
ROSTER = """id,name,email,section
bitdiddle,"Bitdiddle, Ben",ben@example.edu,A
sample-01,示例一,one@example.edu,A
sample-02,Sample Two,two@example.edu,A
sample-03,"=cmd|' /C calc'!A1",three@example.edu,B
sample-04,＝1＋1,four@example.edu,B
=HYPERLINK(1),@SUM(1;=2),+five@example.edu,-B
sample-99,Sample Ninety Nine,last@example.edu,B
"""
